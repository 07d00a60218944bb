package io.cellplane.contracts.host;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A page of a host's guests and of those that it keeps.
 *
 * @param more whether others follow
 * @param storage the id of the storage that its disks lie in; null from an older agent
 */
public record GuestsAnswer(
        String host,
        UUID hostUuid,
        List<GuestFact> guests,
        List<KeptFact> kept,
        boolean more,
        @Nullable UUID storage) implements HostAnswer {

    public GuestsAnswer(String host, UUID hostUuid, List<GuestFact> guests, List<KeptFact> kept, boolean more) {
        this(host, hostUuid, guests, kept, more, null);
    }

    /** Whether it is a page as it was asked for: no larger, of servers that come after, and each of them named. */
    public boolean answers(GuestsQuestion question) {
        if (!guests.stream().allMatch(guest -> guest != null && guest.server() != null)
                || !kept.stream().allMatch(each -> each != null && each.server() != null && each.operation() != null)) {
            return false;
        }
        UUID after = question.after();
        List<UUID> servers = servers().distinct().toList();
        return servers.size() <= question.most()
                && (after == null
                        || servers.stream().allMatch(server -> GuestsQuestion.ORDER.compare(server, after) > 0));
    }

    /** Where the next page begins; null when this one is empty. */
    public @Nullable UUID last() {
        return servers().max(GuestsQuestion.ORDER).orElse(null);
    }

    private Stream<UUID> servers() {
        return Stream.concat(
                guests.stream().map(GuestFact::server), kept.stream().map(KeptFact::server));
    }
}
