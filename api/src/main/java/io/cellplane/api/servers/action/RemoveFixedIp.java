package io.cellplane.api.servers.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cellplane.api.http.Call;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Body;
import io.cellplane.api.schema.Values;
import io.cellplane.api.servers.view.Addresses;
import io.cellplane.api.version.Versions;
import io.cellplane.contracts.failure.Failure;
import io.micronaut.http.HttpResponse;
import jakarta.inject.Singleton;

/** {@code removeFixedIp}, to 2.43: the port loses the address, and stays with whatever others it has. */
@Singleton
final class RemoveFixedIp implements ServerAction {
    private final FixedAddresses addresses;

    RemoveFixedIp(FixedAddresses addresses) {
        this.addresses = addresses;
    }

    @Override
    public String key() {
        return "removeFixedIp";
    }

    @Override
    public Rule rule() {
        return Rule.MULTINIC_REMOVE;
    }

    @Override
    public Versions versions() {
        return Versions.parse("2.1-2.43");
    }

    @Override
    public Body body() {
        return Body.schema("network-proxies/removeFixedIp");
    }

    /** @throws io.cellplane.contracts.failure.Refused 404 when the server has no such address */
    @Override
    public HttpResponse<?> act(Call call, String id) {
        String asked = call.actionBody().path("address").asText();
        if (!Addresses.isV4(asked) && !Addresses.isV6(asked)) {
            throw Values.invalid("address", asked, "'" + asked + "' is not a 'ip-address'");
        }
        String address = Addresses.canonical(asked);
        // Where its ports are is known here, what they have is known there.
        for (var card : addresses.ports(call, id, _ -> true)) {
            JsonNode port = addresses.port(call, card);
            ArrayNode left = JsonNodeFactory.instance.arrayNode();
            for (JsonNode ip : port.path("fixed_ips")) {
                if (!Addresses.canonical(ip.path("ip_address").asText()).equals(address)) {
                    left.add(ip);
                }
            }
            if (left.size() < port.path("fixed_ips").size()) {
                addresses.set(call, id, port, left);
                return HttpResponse.accepted();
            }
        }
        throw Failure.API_NOT_FOUND.refused("Instance %s does not have fixed IP '%s'.".formatted(id, address));
    }
}
