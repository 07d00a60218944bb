package io.cellplane.contracts.server;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where addresses of a port come from.
 *
 * @param cidr address and length of its prefix
 * @param gateway null: none
 * @param dhcp whether guests may ask for their addresses
 * @param addressMode how guests get an address of version 6, as the network service calls it; null: it does not say
 * @param nameservers addresses
 */
public record Subnet(
        String id,
        String cidr,
        @Nullable String gateway,
        boolean dhcp,
        @Nullable String addressMode,
        List<String> nameservers,
        List<Route> routes) {

    /** @param destination address and length of its prefix */
    public record Route(String destination, String gateway) {}

    public Subnet {
        nameservers = nameservers == null ? List.of() : List.copyOf(nameservers);
        routes = routes == null ? List.of() : List.copyOf(routes);
    }
}
