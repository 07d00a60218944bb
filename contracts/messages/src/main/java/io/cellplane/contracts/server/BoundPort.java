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

    /**
     * @param version 4 or 6
     * @param floating the addresses under which it is reached from outside
     */
    public record Address(int version, String address, List<String> floating) {
        public Address {
            // Older processes wrote none.
            floating = floating == null ? List.of() : List.copyOf(floating);
        }

        public Address(int version, String address) {
            this(version, address, List.of());
        }
    }

    /** The same card with other addresses. */
    public BoundPort with(List<Address> others) {
        return new BoundPort(portId, networkId, networkName, macAddress, others, tag, owned);
    }
}
