package io.cellplane.contracts.host;

import io.cellplane.contracts.server.PortBinding;
import io.cellplane.contracts.server.Subnet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One network card of a guest: a port of the network service.
 *
 * @param bound what the port is bound to on the guest's host; null from a relay that does not know it
 * @param mtu of its network, in bytes; null from a relay that does not know it
 * @param subnets those of its addresses; none from a relay that does not know them
 * @param tag the user's own name for it
 * @param floating the addresses under which the guest is reached from outside
 */
public record GuestPort(
        UUID id,
        UUID networkId,
        String macAddress,
        List<String> addresses,
        // Older hosts read something else in "binding".
        @Nullable PortBinding bound,
        @Nullable Integer mtu,
        List<Subnet> subnets,
        @Nullable String tag,
        List<String> floating) {
    public GuestPort {
        subnets = subnets == null ? List.of() : List.copyOf(subnets);
        floating = floating == null ? List.of() : List.copyOf(floating);
    }

    /** One that its user gave no name, and that nobody outside reaches. */
    public GuestPort(
            UUID id,
            UUID networkId,
            String macAddress,
            List<String> addresses,
            @Nullable PortBinding bound,
            @Nullable Integer mtu,
            List<Subnet> subnets) {
        this(id, networkId, macAddress, addresses, bound, mtu, subnets, null, List.of());
    }

    /** Of which nothing is known but what it is. */
    public GuestPort(UUID id, UUID networkId, String macAddress, List<String> addresses) {
        this(id, networkId, macAddress, addresses, null, null, List.of());
    }
}
