package io.cellplane.api.servers.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.cellplane.api.http.Call;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Body;
import io.cellplane.api.version.Versions;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.openstack.CallerRefused;
import io.cellplane.openstack.network.NetworkProxy;
import io.cellplane.openstack.network.NetworkProxy.Resource;
import io.micronaut.http.HttpResponse;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code addFixedIp}, to 2.43: one more address of a network on a port that the server has there. */
@Singleton
final class AddFixedIp implements ServerAction {
    private final FixedAddresses addresses;
    private final NetworkProxy service;

    AddFixedIp(FixedAddresses addresses, NetworkProxy service) {
        this.addresses = addresses;
        this.service = service;
    }

    @Override
    public String key() {
        return "addFixedIp";
    }

    @Override
    public Rule rule() {
        return Rule.MULTINIC_ADD;
    }

    @Override
    public Versions versions() {
        return Versions.parse("2.1-2.43");
    }

    @Override
    public Body body() {
        return Body.schema("network-proxies/addFixedIp");
    }

    /**
     * Tries one subnet after another, as Nova does.
     *
     * @throws io.cellplane.contracts.failure.Refused 404 when the server is not on that network; what the network service
     *     says where no subnet has an address left
     */
    @Override
    public HttpResponse<?> act(Call call, String id) {
        String network = call.actionBody().path("networkId").asText();
        List<BoundPort> ports =
                addresses.ports(call, id, port -> port.networkId().toString().equals(network));
        if (ports.isEmpty()) {
            throw unknown(id);
        }
        JsonNode port = addresses.port(call, ports.getFirst());
        @Nullable CallerRefused last = null;
        for (JsonNode subnet : service.list(call.tokenText(), Resource.SUBNET, Map.of("network_id", network))) {
            ArrayNode ips = FixedAddresses.of(port);
            ips.addObject().put("subnet_id", subnet.path("id").asText());
            try {
                addresses.set(call, id, port, ips);
                return HttpResponse.accepted();
            } catch (CallerRefused refused) {
                last = refused;
            }
        }
        throw last == null ? unknown(id) : last;
    }

    private static RuntimeException unknown(String id) {
        return Failure.API_NOT_FOUND.refused("Network could not be found for instance " + id + ".");
    }
}
