package io.cellplane.api.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.http.Call;
import io.cellplane.api.http.Route;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Values;
import io.cellplane.openstack.network.NetworkProxy;
import io.cellplane.openstack.network.NetworkProxy.Resource;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code /os-floating-ips}, to 2.35. */
@Controller("/v2.1/os-floating-ips")
@ExecuteOn(TaskExecutors.BLOCKING)
final class FloatingIpsController {
    private final FloatingIps floating;
    private final NetworkProxy service;

    FloatingIpsController(FloatingIps floating, NetworkProxy service) {
        this.floating = floating;
        this.service = service;
    }

    @Get
    @Route(rule = Rule.FLOATING_IPS_LIST, owner = Route.Owner.NOBODY, max = "2.35")
    Map<String, Object> list(Call call) {
        return Map.of("floating_ips", views(call, floating.all(call)));
    }

    @Get("/{id}")
    @Route(rule = Rule.FLOATING_IPS_SHOW, max = "2.35")
    Map<String, Object> show(Call call, String id) {
        return shown(call, floating.one(call, id));
    }

    @Post
    @Route(
            rule = Rule.FLOATING_IPS_CREATE,
            owner = Route.Owner.NOBODY,
            max = "2.35",
            body = "network-proxies/floating-ip")
    Map<String, Object> create(Call call) {
        return shown(call, floating.allocate(call, Values.text(call.body().path("pool"))));
    }

    @Delete("/{id}")
    @Route(rule = Rule.FLOATING_IPS_DELETE, max = "2.35")
    HttpResponse<?> delete(Call call, String id) {
        floating.release(call, id);
        return HttpResponse.accepted();
    }

    private Map<String, Object> shown(Call call, JsonNode one) {
        return Map.of("floating_ip", views(call, List.of(one)).getFirst());
    }

    private List<Map<String, Object>> views(Call call, List<JsonNode> all) {
        if (all.isEmpty()) {
            return List.of();
        }
        Map<String, String> pools = new HashMap<>();
        service.list(call.tokenText(), Resource.NETWORK, FloatingIps.EXTERNAL)
                .forEach(network -> pools.put(network.path("id").asText(), FloatingIps.pool(network)));
        Map<String, String> servers = servers(call, all);
        return all.stream().map(one -> view(one, pools, servers)).toList();
    }

    /** Whose the ports are that they lead to, by the ports' ids. */
    private Map<String, String> servers(Call call, List<JsonNode> all) {
        Map<String, String> servers = new HashMap<>();
        if (all.stream().anyMatch(one -> one.hasNonNull("port_id"))) {
            Map<String, String> filters = all.size() == 1
                    ? Map.of("id", all.getFirst().path("port_id").asText())
                    : Map.of("tenant_id", call.project());
            service.list(call.tokenText(), Resource.PORT, filters)
                    .forEach(port -> servers.put(
                            port.path("id").asText(), port.path("device_id").asText()));
        }
        return servers;
    }

    private static Map<String, Object> view(JsonNode one, Map<String, String> pools, Map<String, String> servers) {
        String network = one.path("floating_network_id").asText();
        Map<String, Object> view = new HashMap<>();
        view.put("id", one.path("id").asText());
        view.put("ip", one.path("floating_ip_address").asText());
        view.put("pool", pools.getOrDefault(network, network));
        view.put("fixed_ip", Values.text(one.path("fixed_ip_address")));
        view.put("instance_id", servers.get(one.path("port_id").asText()));
        return view;
    }
}
