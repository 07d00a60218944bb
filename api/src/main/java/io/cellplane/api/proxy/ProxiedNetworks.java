package io.cellplane.api.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.http.Call;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.openstack.CallerRefused;
import io.cellplane.openstack.network.NetworkProxy;
import io.cellplane.openstack.network.NetworkProxy.Resource;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The networks that a caller's servers may be put on. */
@Singleton
final class ProxiedNetworks {
    private final NetworkProxy service;

    ProxiedNetworks(NetworkProxy service) {
        this.service = service;
    }

    /** The project's own and the shared ones. */
    List<JsonNode> all(Call call) {
        Map<String, JsonNode> found = new LinkedHashMap<>();
        Map<String, String> own = Map.of("shared", "False", "tenant_id", call.project());
        for (Map<String, String> filters : List.of(own, Map.of("shared", "True"))) {
            service.list(call.tokenText(), Resource.NETWORK, filters)
                    .forEach(network -> found.put(network.path("id").asText(), network));
        }
        return List.copyOf(found.values());
    }

    /** @throws io.cellplane.contracts.failure.Refused 404 */
    JsonNode one(Call call, String id) {
        try {
            return service.show(call.tokenText(), Resource.NETWORK, id);
        } catch (CallerRefused refused) {
            throw refused.status() == 404 ? Failure.API_NOT_FOUND.refused("Network not found") : refused;
        }
    }
}
