package io.cellplane.contracts.host;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One network card of a guest: a port of the network service.
 *
 * @param binding null from a relay that does not know it
 */
public record GuestPort(
        UUID id,
        UUID networkId,
        String macAddress,
        List<String> addresses,
        @Nullable Binding binding) {

    /** Of which nothing is known but what it is. */
    public GuestPort(UUID id, UUID networkId, String macAddress, List<String> addresses) {
        this(id, networkId, macAddress, addresses, null);
    }

    /**
     * What the network service has bound the port to on the host.
     *
     * @param vifType as the network service calls it
     * @param bridge the bridge's name; null where there is none
     * @param mtu in bytes; null: the bridge's
     */
    public record Binding(
            String vifType,
            @Nullable String bridge,
            @Nullable Integer mtu) {
        public static final String BRIDGE = "bridge";
        public static final String OVS = "ovs";
    }
}
