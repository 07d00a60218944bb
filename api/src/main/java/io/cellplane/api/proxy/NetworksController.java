package io.cellplane.api.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.http.Call;
import io.cellplane.api.http.Route;
import io.cellplane.api.policy.Rule;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code /os-networks}, to 2.35. */
@Controller("/v2.1/os-networks")
@ExecuteOn(TaskExecutors.BLOCKING)
final class NetworksController {
    /** What only nova-network knew: it is there, and empty. */
    private static final List<String> EMPTY =
            List.of("cidr", "netmask", "gateway", "broadcast", "dns1", "dns2", "cidr_v6", "gateway_v6", "netmask_v6");

    private static final List<String> EMPTY_FOR_ADMINISTRATORS = List.of(
            "created_at",
            "updated_at",
            "deleted_at",
            "deleted",
            "injected",
            "bridge",
            "vlan",
            "vpn_public_address",
            "vpn_public_port",
            "vpn_private_address",
            "dhcp_start",
            "project_id",
            "host",
            "bridge_interface",
            "multi_host",
            "priority",
            "rxtx_base",
            "mtu",
            "dhcp_server",
            "enable_dhcp",
            "share_address");

    private final ProxiedNetworks networks;

    NetworksController(ProxiedNetworks networks) {
        this.networks = networks;
    }

    @Get
    @Route(rule = Rule.NETWORKS_LIST, owner = Route.Owner.NOBODY, max = "2.35")
    Map<String, Object> list(Call call) {
        return Map.of(
                "networks",
                networks.all(call).stream().map(network -> view(call, network)).toList());
    }

    @Get("/{id}")
    @Route(rule = Rule.NETWORKS_SHOW, max = "2.35")
    Map<String, Object> show(Call call, String id) {
        return Map.of("network", view(call, networks.one(call, id)));
    }

    private static Map<String, Object> view(Call call, JsonNode network) {
        Map<String, Object> view = new HashMap<>();
        EMPTY.forEach(field -> view.put(field, null));
        if (call.isAdmin()) {
            EMPTY_FOR_ADMINISTRATORS.forEach(field -> view.put(field, null));
        }
        view.put("id", network.path("id").asText());
        view.put("label", network.path("name").asText());
        return view;
    }
}
