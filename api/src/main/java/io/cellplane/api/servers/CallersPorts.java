package io.cellplane.api.servers;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.http.Call;
import io.cellplane.db.lists.Listed;
import io.cellplane.openstack.network.NetworkProxy;
import io.cellplane.openstack.network.NetworkProxy.Resource;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The ports of a server as the network service shows them to a caller. */
@Singleton
public final class CallersPorts {
    private final ServerAccess access;
    private final NetworkProxy service;

    public CallersPorts(ServerAccess access, NetworkProxy service) {
        this.access = access;
        this.service = service;
    }

    /**
     * Those that the server's record has and the caller sees: what else some port says of its device is its owner's word.
     *
     * @throws io.cellplane.contracts.failure.Refused 503 when the server's cell does not answer
     */
    public List<JsonNode> of(Call call, Listed server) {
        Set<String> its = access.shown(call, server).ports().stream()
                .map(port -> port.portId().toString())
                .collect(Collectors.toSet());
        if (its.isEmpty()) {
            return List.of();
        }
        Map<String, String> device = Map.of("device_id", server.row().uuid().toString());
        return service.list(call.tokenText(), Resource.PORT, device).stream()
                .filter(port -> its.contains(port.path("id").asText()))
                .toList();
    }
}
