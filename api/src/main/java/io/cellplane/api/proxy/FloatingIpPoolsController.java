package io.cellplane.api.proxy;

import io.cellplane.api.http.Call;
import io.cellplane.api.http.Route;
import io.cellplane.api.policy.Rule;
import io.cellplane.openstack.network.NetworkProxy;
import io.cellplane.openstack.network.NetworkProxy.Resource;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Map;

/** {@code /os-floating-ip-pools}, to 2.35: a pool is an external network. */
@Controller("/v2.1/os-floating-ip-pools")
@ExecuteOn(TaskExecutors.BLOCKING)
final class FloatingIpPoolsController {
    private final NetworkProxy service;

    FloatingIpPoolsController(NetworkProxy service) {
        this.service = service;
    }

    @Get
    @Route(rule = Rule.FLOATING_IP_POOLS, owner = Route.Owner.NOBODY, max = "2.35")
    Map<String, Object> list(Call call) {
        return Map.of(
                "floating_ip_pools",
                service.list(call.tokenText(), Resource.NETWORK, FloatingIps.EXTERNAL).stream()
                        .map(network -> Map.of("name", FloatingIps.pool(network)))
                        .toList());
    }
}
