package io.cellplane.api.servers.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.api.http.Call;
import io.cellplane.api.schema.Values;
import io.cellplane.api.servers.view.Addresses;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.openstack.network.NetworkProxy;
import io.cellplane.openstack.network.NetworkProxy.Resource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A floating address as the caller sees it.
 *
 * @param id at the network service
 * @param port that it leads to; null when it leads nowhere
 */
record FloatingAddress(String id, @Nullable String port) {

    /** What an action has in a field. @throws io.cellplane.contracts.failure.Refused 400 when it is no address of version 4 */
    static String given(JsonNode action, String field) {
        String address = action.path(field).asText();
        if (!Addresses.isV4(address)) {
            throw Values.invalid(field, address, "'" + address + "' is not a 'ipv4'");
        }
        return address;
    }

    /** @throws io.cellplane.contracts.failure.Refused 404 when the caller sees none, 409 when it sees several */
    static FloatingAddress find(NetworkProxy service, Call call, String address) {
        List<JsonNode> found =
                service.list(call.tokenText(), Resource.FLOATINGIP, Map.of("floating_ip_address", address));
        if (found.isEmpty()) {
            throw Failure.API_NOT_FOUND.refused("floating IP not found");
        }
        if (found.size() > 1) {
            throw Failure.API_CONFLICT.refused("Multiple floating ips are found for address " + address + ".");
        }
        JsonNode one = found.getFirst();
        return new FloatingAddress(
                one.path("id").asText(),
                one.hasNonNull("port_id") ? one.path("port_id").asText() : null);
    }

    /** Lets it lead to one address of a port, wherever it led before. */
    void lead(NetworkProxy service, Call call, String toPort, String fixed) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        fields.put("port_id", toPort).put("fixed_ip_address", fixed);
        service.update(call.tokenText(), Resource.FLOATINGIP, id, fields);
    }

    /** Lets it lead nowhere. */
    void release(NetworkProxy service, Call call) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode().putNull("port_id");
        service.update(call.tokenText(), Resource.FLOATINGIP, id, fields);
    }
}
