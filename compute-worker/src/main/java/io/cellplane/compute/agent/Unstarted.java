package io.cellplane.compute.agent;

import io.cellplane.contracts.server.PowerState;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Guests that were made off and told nothing since. Whoever had them made knows that they are off, and lets them run. Reported,
 * it could come late, and be taken for what a guest does that was running.
 */
final class Unstarted {
    private final Set<UUID> guests = ConcurrentHashMap.newKeySet();

    /** It is about to be made, off. */
    void made(UUID server) {
        guests.add(server);
    }

    /** It was told something else. */
    void told(UUID server) {
        guests.remove(server);
    }

    /** What there is to report of these: one that runs nonetheless is not left out. */
    Map<UUID, PowerState> reported(Map<UUID, PowerState> powers) {
        Map<UUID, PowerState> reported = new HashMap<>(powers);
        reported.entrySet()
                .removeIf(guest -> guest.getValue() == PowerState.SHUTDOWN && guests.contains(guest.getKey()));
        return reported;
    }
}
