package io.cellplane.openstack.network;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One host's binding of a port; a port has one that is active and, while it moves, others beside it.
 *
 * @param active whether the port's traffic goes there; {@link Port#hostId()} names that host
 * @param profile its own {@code profile}, with plain values as strings: the port shows that of the active one
 */
public record HostBinding(String host, boolean active, Map<String, String> profile) {
    public HostBinding {
        profile = Map.copyOf(profile);
    }

    /** Who made it, as {@code operation/attempt}. */
    public @Nullable String operation() {
        return profile.get(Port.OPERATION);
    }
}
