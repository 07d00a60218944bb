package io.cellplane.db.audit;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A port at the network service that was made or taken for a server.
 *
 * @param host where it is active, empty when nowhere
 * @param beside the hosts of its inactive bindings
 */
public record HeldPort(String id, UUID server, String host, Set<String> beside) {
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    /** What is no server's is held for nothing, as what is of a server that nobody knows. */
    private static final UUID NOBODY = new UUID(0, 0);

    public HeldPort {
        // They are many and on few hosts: one text for all.
        host = host.intern();
        beside = Set.copyOf(beside);
    }

    /** As the network service has it: whoever marked it, its device may be no server. */
    public static HeldPort of(String id, String device, String host, Set<String> beside) {
        return server(device)
                .map(server -> new HeldPort(id, server, host, beside))
                .orElseGet(() -> new HeldPort(id + " of device " + device, NOBODY, host, beside));
    }

    /** The server that the device is; empty when it is none. */
    public static Optional<UUID> server(String device) {
        return ID.matcher(device).matches() ? Optional.of(UUID.fromString(device)) : Optional.empty();
    }
}
