package io.cellplane.openstack.network;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.contracts.server.Subnet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How subnets look on the wire. */
final class SubnetWire {
    private SubnetWire() {}

    static Subnet read(JsonNode subnet) {
        List<String> nameservers = new ArrayList<>();
        subnet.path("dns_nameservers").forEach(one -> nameservers.add(one.asText()));
        List<Subnet.Route> routes = new ArrayList<>();
        subnet.path("host_routes")
                .forEach(route -> routes.add(new Subnet.Route(
                        route.path("destination").asText(),
                        route.path("nexthop").asText())));
        return new Subnet(
                subnet.path("id").asText(),
                subnet.path("cidr").asText(),
                word(subnet.path("gateway_ip")),
                subnet.path("enable_dhcp").asBoolean(),
                word(subnet.path("ipv6_address_mode")),
                nameservers,
                routes);
    }

    private static @Nullable String word(JsonNode value) {
        return value.isTextual() && !value.asText().isEmpty() ? value.asText() : null;
    }
}
