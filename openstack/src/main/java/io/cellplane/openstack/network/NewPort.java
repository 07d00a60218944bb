package io.cellplane.openstack.network;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A port to be made for a server.
 *
 * @param securityGroups ids; empty: the project's default group
 * @param fixedIp a wanted address, null for any
 */
public record NewPort(
        String project,
        String networkId,
        Binding binding,
        List<String> securityGroups,
        @Nullable String fixedIp) {

    public NewPort {
        securityGroups = List.copyOf(securityGroups);
    }
}
