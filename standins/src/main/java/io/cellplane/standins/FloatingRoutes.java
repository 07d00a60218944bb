package io.cellplane.standins;

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
            ObjectNode asked = call.json("floatingip");
            ObjectNode next = shelves.store.locked(() -> {
                ObjectNode changed = NetworkShelves.changed(
                        NetworkRoutes.own(shelves.floating, call, who), asked, List.of("description"));
                if (asked.has("port_id")) {
                    associated(changed, asked, who);
                }
                return shelves.floating.put(call.at("id"), changed);
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
            String project = NetworkShelves.project(asked, who);
            ObjectNode outside =
                    shelves.networks.get(network).orElseThrow(() -> NetworkShelves.missing("network", network));
            if (!outside.path("router:external").asBoolean()) {
                throw new WireFailure(
                        400,
                        "BadRequest",
                        "Bad floatingip request: Network " + network + " is not a valid external network.");
            }
            shelves.room(shelves.floating, project);
            ObjectNode subnet = shelves.subnets.by("network_id", network).stream()
                    .findFirst()
                    .orElseThrow(() -> usedUp(network));
            String id = subnet.path("id").asText();
            String address = address(id, network);
            ObjectNode one = NetworkShelves.resource(asked, project)
                    .put("floating_network_id", network)
                    .put("floating_ip_address", address);
            one.putArray("fixed_ips").addObject().put("subnet_id", id).put("ip_address", address);
            try {
                return shelves.floating.put(one.path("id").asText(), associated(one, asked, who));
            } catch (WireFailure e) {
                shelves.addresses.freeIps(one);
                throw e;
            }
        });
        return Said.of(201, Docs.object().set("floatingip", made));
    }

    private String address(String subnet, String network) {
        try {
            return shelves.addresses.any(subnet, network);
        } catch (WireFailure e) {
            throw usedUp(network);
        }
    }

    private static WireFailure usedUp(String network) {
        return new WireFailure(
                409,
                "ExternalIpAddressExhausted",
                "Unable to find any IP address on external network " + network + ".");
    }

    private ObjectNode associated(ObjectNode one, ObjectNode asked, Token who) {
        one.putNull("router_id");
        if (!asked.path("port_id").isTextual()) {
            return one.put("status", "DOWN").putNull("port_id").putNull("fixed_ip_address");
        }
        String id = asked.path("port_id").asText();
        ObjectNode port = shelves.ports
                .get(id)
                .filter(found -> NetworkShelves.isOwn(found, who))
                .orElseThrow(() -> NetworkShelves.missing("port", id));
        String fixed = fixed(port, asked.path("fixed_ip_address").asText(""));
        boolean isTaken = shelves.floating.by("port_id", id).stream()
                .anyMatch(other -> !other.path("id").equals(one.path("id"))
                        && other.path("fixed_ip_address").asText().equals(fixed)
                        && other.path("floating_network_id").equals(one.path("floating_network_id")));
        if (isTaken) {
            throw new WireFailure(
                    409,
                    "FloatingIPPortAlreadyAssociated",
                    "Cannot associate floating IP "
                            + one.path("floating_ip_address").asText() + " with port " + id
                            + " using fixed IP " + fixed + ", as that fixed IP already has a floating IP on external"
                            + " network " + one.path("floating_network_id").asText() + ".");
        }
        return one.put("status", "ACTIVE").put("port_id", id).put("fixed_ip_address", fixed);
    }

    /** @param wanted empty for the one of version 4 that the port has */
    private static String fixed(ObjectNode port, String wanted) {
        List<String> addresses = port.path("fixed_ips").findValuesAsText("ip_address").stream()
                .filter(address -> !address.contains(":"))
                .toList();
        if (addresses.isEmpty() || (!wanted.isEmpty() && !addresses.contains(wanted))) {
            throw bad("Port " + port.path("id").asText() + " does not have fixed ip " + wanted);
        }
        if (wanted.isEmpty() && addresses.size() > 1) {
            throw bad(
                    "Port " + port.path("id").asText()
                            + " has multiple fixed IPv4 addresses.  Must provide a specific IPv4 address when assigning a floating IP");
        }
        return wanted.isEmpty() ? addresses.getFirst() : wanted;
    }

    private static WireFailure bad(String why) {
        return new WireFailure(400, "BadRequest", "Bad floatingip request: " + why + ".");
    }
}
