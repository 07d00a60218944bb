package io.cellplane.contracts.server;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A network card of a server as readers see it ({@code instance_info_caches.network_info} is a list of these).
 *
 * @param owned true when Cellplane made the port and deletes it with the server; a user's own port is only unbound
 */
public record BoundPort(
        UUID portId,
        UUID networkId,
        String networkName,
        String macAddress,
        List<Address> addresses,
        @Nullable String tag,
        boolean owned) {

    /** @param version 4 or 6 */
    public record Address(int version, String address) {}
}
