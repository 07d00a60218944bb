package io.cellplane.contracts.server;

import java.util.Map;

/**
 * What the network service has bound a port to on a host. It says nothing of any other host.
 *
 * @param vifType how the host is to plug it, as the network service calls it
 * @param details of that, with plain values as text; what they mean follows from the type
 */
public record PortBinding(String host, String vifType, Map<String, String> details) {
    /** A Linux bridge. */
    public static final String BRIDGE = "bridge";

    /** Open vSwitch. */
    public static final String OVS = "ovs";

    /** The detail that names the bridge of either. */
    public static final String BRIDGE_NAME = "bridge_name";

    public PortBinding {
        details = details == null ? Map.of() : Map.copyOf(details);
    }
}
