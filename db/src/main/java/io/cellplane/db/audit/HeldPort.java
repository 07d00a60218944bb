package io.cellplane.db.audit;

import java.util.Set;
import java.util.UUID;

/**
 * A port at the network service that was made or taken for a server.
 *
 * @param host where it is active, empty when nowhere
 * @param beside the hosts of its inactive bindings
 */
public record HeldPort(String id, UUID server, String host, Set<String> beside) {
    public HeldPort {
        // They are many and on few hosts: one text for all.
        host = host.intern();
        beside = Set.copyOf(beside);
    }
}
