package io.cellplane.standins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.openstack.identity.Token;
import java.util.List;

/** Floating addresses: taken from an external network, given to a port's address and taken from it. */
final class FloatingRoutes {
    private final NetworkShelves shelves;
    private final Gate gate;

    FloatingRoutes(NetworkShelves shelves, Gate gate) {
        this.shelves = shelves;
        this.gate = gate;
    }

    void on(Routes routes, NetworkRoutes common) {
        common.collection(routes, "floatingips", shelves.floating, NetworkShelves::isOwn);
        routes.on("POST /v2.0/floatingips", this::create);
        routes.on("PUT /v2.0/floatingips/{id}", call -> {
            Token who = gate.member(call, "update_floatingip");
            JsonNode port = call.json("floatingip").path("port_id");
            ObjectNode next = shelves.store.locked(() -> {
                ObjectNode changed = NetworkShelves.changed(
                        NetworkRoutes.own(shelves.floating, call, who), Docs.object(), List.of());
                return shelves.floating.put(call.at("id"), associated(changed, port, who));
            });
            return Said.ok(Docs.object().set("floatingip", next));
        });
        routes.on("DELETE /v2.0/floatingips/{id}", call -> {
            Token who = gate.member(call, "delete_floatingip");
            return shelves.store.locked(() -> {
                ObjectNode one = NetworkRoutes.own(shelves.floating, call, who);
                shelves.floating.remove(call.at("id"));
                shelves.addresses.freeIps(one);
                return Said.nothing();
            });
        });
    }

    private Said create(Call call) {
        Token who = gate.member(call, "create_floatingip");
        ObjectNode asked = call.json("floatingip");
        String network = asked.path("floating_network_id").asText();
        ObjectNode made = shelves.store.locked(() -> {
            ObjectNode subnet = shelves.networks
                    .get(network)
                    .filter(one -> one.path("router:external").asBoolean())
                    .flatMap(_ ->
                            shelves.subnets.by("network_id", network).stream().findFirst())
                    .orElseThrow(() -> NetworkShelves.missing("network", network));
            String id = subnet.path("id").asText();
            String address = shelves.addresses.any(id, network);
            ObjectNode one = NetworkShelves.resource(asked, NetworkShelves.project(asked, who))
                    .put("floating_network_id", network)
                    .put("floating_ip_address", address);
            one.putArray("fixed_ips").addObject().put("subnet_id", id).put("ip_address", address);
            return shelves.floating.put(one.path("id").asText(), associated(one, asked.path("port_id"), who));
        });
        return Said.of(201, Docs.object().set("floatingip", made));
    }

    private ObjectNode associated(ObjectNode one, JsonNode portId, Token who) {
        if (!portId.isTextual()) {
            return one.put("status", "DOWN").putNull("port_id").putNull("fixed_ip_address");
        }
        JsonNode fixed = shelves.ports
                .get(portId.asText())
                .filter(port -> NetworkShelves.isOwn(port, who))
                .orElseThrow(() -> NetworkShelves.missing("port", portId.asText()))
                .at("/fixed_ips/0/ip_address");
        return one.put("status", "ACTIVE").put("port_id", portId.asText()).set("fixed_ip_address", fixed);
    }
}
