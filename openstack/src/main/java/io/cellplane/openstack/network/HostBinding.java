package io.cellplane.openstack.network;

import io.cellplane.contracts.server.PortBinding;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One host's binding of a port; a port has one that is active and, while it moves, others beside it.
 *
 * @param active whether the port's traffic goes there; {@link Port#hostId()} names that host
 * @param vifType how that host is to plug it
 * @param vifDetails of that, with plain values as strings
 * @param profile its own {@code profile}, with plain values as strings: the port shows that of the active one
 */
public record HostBinding(
        String host, boolean active, String vifType, Map<String, String> vifDetails, Map<String, String> profile) {
    public HostBinding {
        vifDetails = Map.copyOf(vifDetails);
        profile = Map.copyOf(profile);
    }

    public PortBinding binding() {
        return new PortBinding(host, vifType, vifDetails);
    }

    /** Who made it, as {@code operation/attempt}. */
    public @Nullable String operation() {
        return profile.get(Port.OPERATION);
    }
}
