package io.cellplane.activities.control.placement;

import io.cellplane.db.control.GroupPlaceRow;
import io.cellplane.db.control.GroupPolicy;
import io.cellplane.db.control.ServerGroupRow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A server's group as placement sees it: where the others of it are, a member that moves being on both of its hosts until
 * that is confirmed or reverted. Its own places do not count: alone in its group it may go anywhere.
 *
 * @param most how many may share a host where they are to be apart
 * @param others by provider
 * @param bound the providers of those that no administrator has put there
 */
record GroupView(GroupPolicy policy, int most, Map<UUID, Integer> others, Set<UUID> bound) {

    /** @param places those of the others, each once for each server and provider */
    static GroupView of(ServerGroupRow group, List<GroupPlaceRow> places) {
        Map<UUID, Integer> others = new HashMap<>();
        Set<UUID> bound = new HashSet<>();
        for (GroupPlaceRow place : places) {
            others.merge(place.provider(), 1, Integer::sum);
            if (!place.forced()) {
                bound.add(place.provider());
            }
        }
        return new GroupView(group.asks(), group.most(), others, bound);
    }

    boolean isApart(UUID provider) {
        return policy != GroupPolicy.ANTI_AFFINITY || at(provider) < most;
    }

    /** Only where all others are, and will be however their moves end; beside those that were put somewhere, if all were. */
    boolean isTogether(UUID provider) {
        if (policy != GroupPolicy.AFFINITY || others.isEmpty()) {
            return true;
        }
        return bound.isEmpty() ? others.containsKey(provider) : bound.equals(Set.of(provider));
    }

    boolean allows(UUID provider) {
        return isApart(provider) && isTogether(provider);
    }

    /** How much a host is to be preferred: by one for each member there, or against it. */
    int weight(UUID provider) {
        return switch (policy) {
            case SOFT_AFFINITY -> at(provider);
            case SOFT_ANTI_AFFINITY -> -at(provider);
            case AFFINITY, ANTI_AFFINITY -> 0;
        };
    }

    private int at(UUID provider) {
        return others.getOrDefault(provider, 0);
    }
}
