package io.cellplane.api.servers;

import io.cellplane.api.http.Call;
import io.cellplane.api.http.Route;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.servers.view.ServerBody;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.server.BoundPort;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import java.util.Map;

/** {@code /servers/{id}/ips}. */
@Controller("/v2.1/servers/{id}/ips")
@ExecuteOn(TaskExecutors.BLOCKING)
final class AddressesController {
    private final ServerAccess access;

    AddressesController(ServerAccess access) {
        this.access = access;
    }

    @Get
    @Route(rule = Rule.IPS_INDEX)
    Map<String, Object> index(Call call, String id) {
        return Map.of("addresses", addresses(call, id));
    }

    @Get("/{network}")
    @Route(rule = Rule.IPS_SHOW)
    Map<String, Object> show(Call call, String id, String network) {
        Object found = addresses(call, id).get(network);
        if (found == null) {
            throw Failure.SERVER_NETWORK_NOT_FOUND.refused();
        }
        return Map.of(network, found);
    }

    private Map<String, Object> addresses(Call call, String id) {
        List<BoundPort> ports = access.shown(call, access.server(call, id)).ports();
        return ServerBody.plain(ServerBody.addresses(ports));
    }
}
