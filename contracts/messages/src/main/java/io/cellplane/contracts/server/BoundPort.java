package io.cellplane.contracts.server;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A network card of a server as readers see it and hosts are told it ({@code instance_info_caches.network_info} is a list of
 * these).
 *
 * @param owned true when Cellplane made the port and deletes it with the server; a user's own port is only unbound
 * @param binding the last one that is known, which may be another host's by now; null in what older processes wrote
 * @param mtu of its network, in bytes; null in what older processes wrote
 * @param subnets those of its addresses; none in what older processes wrote
 */
public record BoundPort(
        UUID portId,
        UUID networkId,
        String networkName,
        String macAddress,
        List<Address> addresses,
        @Nullable String tag,
        boolean owned,
        @Nullable PortBinding binding,
        @Nullable Integer mtu,
        List<Subnet> subnets) {

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

    public BoundPort {
        subnets = subnets == null ? List.of() : List.copyOf(subnets);
    }

    /** Of which no host is told yet. */
    public BoundPort(
            UUID portId,
            UUID networkId,
            String networkName,
            String macAddress,
            List<Address> addresses,
            @Nullable String tag,
            boolean owned) {
        this(portId, networkId, networkName, macAddress, addresses, tag, owned, null, null, List.of());
    }

    /** The same card with other addresses and, if there is one, another binding. */
    public BoundPort with(List<Address> others, @Nullable PortBinding other) {
        return new BoundPort(
                portId,
                networkId,
                networkName,
                macAddress,
                others,
                tag,
                owned,
                other == null ? binding : other,
                mtu,
                subnets);
    }

    /** What that host is to plug it into; null when that is not known. */
    public @Nullable PortBinding bindingOn(String host) {
        return binding != null && binding.host().equals(host) ? binding : null;
    }
}
