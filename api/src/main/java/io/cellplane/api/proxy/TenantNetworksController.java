package io.cellplane.api.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.http.Call;
import io.cellplane.api.http.Route;
import io.cellplane.api.policy.Rule;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Map;

/** {@code /os-tenant-networks}, to 2.35. */
@Controller("/v2.1/os-tenant-networks")
@ExecuteOn(TaskExecutors.BLOCKING)
final class TenantNetworksController {
    private final ProxiedNetworks networks;

    TenantNetworksController(ProxiedNetworks networks) {
        this.networks = networks;
    }

    @Get
    @Route(rule = Rule.TENANT_NETWORKS_LIST, owner = Route.Owner.NOBODY, max = "2.35")
    Map<String, Object> list(Call call) {
        return Map.of(
                "networks",
                networks.all(call).stream().map(TenantNetworksController::view).toList());
    }

    @Get("/{id}")
    @Route(rule = Rule.TENANT_NETWORKS_SHOW, max = "2.35")
    Map<String, Object> show(Call call, String id) {
        return Map.of("network", view(networks.one(call, id)));
    }

    /** As in Nova, a word stands where there is no range of addresses. */
    private static Map<String, String> view(JsonNode network) {
        return Map.of(
                "id", network.path("id").asText(),
                "cidr", "None",
                "label", network.path("name").asText());
    }
}
