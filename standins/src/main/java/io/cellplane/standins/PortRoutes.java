package io.cellplane.standins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.openstack.identity.Token;
import java.util.List;

/** Ports: addresses given and taken back under one lock, bound to hosts by administrators only. */
final class PortRoutes {
    private static final List<String> PLAIN = List.of(
            "name",
            "description",
            "admin_state_up",
            "device_id",
            "device_owner",
            "allowed_address_pairs",
            "extra_dhcp_opts",
            "port_security_enabled",
            "binding:vnic_type");
    private static final List<String> ADMINS = List.of("binding:host_id", "binding:profile");
    private static final List<String> HIDDEN =
            List.of("binding:host_id", "binding:profile", "binding:vif_type", "binding:vif_details");

    private final NetworkShelves shelves;
    private final Gate gate;

    PortRoutes(NetworkShelves shelves, Gate gate) {
        this.shelves = shelves;
        this.gate = gate;
    }

    void on(Routes routes, NetworkRoutes common) {
        common.collection(routes, "ports", shelves.ports, NetworkShelves::isOwn);
        routes.on("POST /v2.0/ports", this::create);
        routes.on("PUT /v2.0/ports/{id}", this::update);
        routes.on("DELETE /v2.0/ports/{id}", call -> {
            Token who = gate.member(call, "delete_port");
            return shelves.store.locked(() -> {
                ObjectNode port = NetworkRoutes.own(shelves.ports, call, who);
                shelves.ports.remove(call.at("id"));
                BindingRoutes.forget(shelves, call.at("id"));
                shelves.addresses.free(port);
                List.copyOf(shelves.floating.by("port_id", call.at("id")))
                        .forEach(one -> shelves.floating.put(
                                one.path("id").asText(),
                                one.deepCopy()
                                        .put("status", "DOWN")
                                        .putNull("port_id")
                                        .putNull("fixed_ip_address")));
                return Said.nothing();
            });
        });
        routes.on("PUT /v2.0/ports/{id}/tags", call -> {
            Token who = gate.member(call, "update_port_tags");
            JsonNode tags = call.json().path("tags");
            shelves.store.locked(() -> {
                ObjectNode port = NetworkRoutes.own(shelves.ports, call, who).deepCopy();
                port.set("tags", tags);
                return shelves.ports.put(call.at("id"), port);
            });
            return Said.ok(Docs.object().set("tags", tags));
        });
    }

    static ObjectNode shown(ObjectNode port, Token who) {
        return who.hasRole("admin") ? port : port.deepCopy().remove(HIDDEN);
    }

    private Said create(Call call) {
        Token who = gate.member(call, "create_port");
        ObjectNode asked = call.json("port");
        onlyAllowed(asked, who);
        String project = NetworkShelves.project(asked, who);
        String networkId = asked.path("network_id").asText();
        ObjectNode port = NetworkShelves.resource(asked, project).put("network_id", networkId);
        port.put("admin_state_up", true).put("device_id", "").put("device_owner", "");
        port.put("binding:vnic_type", "normal").put("binding:host_id", "").put("port_security_enabled", true);
        port.putObject("binding:profile");
        List.of("allowed_address_pairs", "extra_dhcp_opts").forEach(port::putArray);
        set(port, asked);
        ObjectNode made = shelves.store.locked(() -> {
            if (shelves.networks
                    .get(networkId)
                    .filter(network -> shelves.seesNetwork(network, who))
                    .isEmpty()) {
                throw NetworkShelves.missing("network", networkId);
            }
            shelves.room(shelves.ports, project);
            groups(port, asked, project);
            addressed(port, asked.path("fixed_ips"));
            try {
                JsonNode mac = asked.path("mac_address");
                port.put(
                        "mac_address",
                        mac.isTextual() ? shelves.addresses.justMac(mac.asText()) : shelves.addresses.anyMac());
            } catch (WireFailure e) {
                shelves.addresses.freeIps(port);
                throw e;
            }
            return shelves.ports.put(port.path("id").asText(), port);
        });
        return Said.of(201, Docs.object().set("port", shown(made, who)));
    }

    private Said update(Call call) {
        Token who = gate.member(call, "update_port");
        ObjectNode asked = call.json("port");
        onlyAllowed(asked, who);
        ObjectNode made = shelves.store.locked(() -> {
            ObjectNode before = NetworkRoutes.own(shelves.ports, call, who);
            String expected = call.header("If-Match");
            if (expected != null && !expected.equals("revision_number=" + before.path("revision_number"))) {
                throw new WireFailure(412, "RevisionNumberConstraintFailed", "Constrained to " + expected + ".");
            }
            ObjectNode next = NetworkShelves.changed(before, asked, List.of());
            set(next, asked);
            shelves.bindings.remove(BindingRoutes.key(
                    call.at("id"), next.path("binding:host_id").asText()));
            if (asked.has("security_groups")) {
                groups(next, asked, before.path("tenant_id").asText());
            } else if (!isSecured(next) && !next.path("security_groups").isEmpty()) {
                throw new WireFailure(
                        409,
                        "PortSecurityPortHasSecurityGroup",
                        "Port has security group associated. Cannot disable port security or IP address until security"
                                + " group is removed.");
            }
            if (asked.path("fixed_ips").isArray()) {
                shelves.addresses.freeIps(before);
                try {
                    addressed(next, asked.get("fixed_ips"));
                } catch (WireFailure e) {
                    shelves.addresses.hold(before);
                    throw e;
                }
            }
            return shelves.ports.put(call.at("id"), next);
        });
        return Said.ok(Docs.object().set("port", shown(made, who)));
    }

    private static void onlyAllowed(ObjectNode asked, Token who) {
        if (ADMINS.stream().anyMatch(asked::has) && !who.hasRole("admin")) {
            throw WireFailure.forbidden("(rule:create_port:binding:host_id) is disallowed by policy");
        }
    }

    private void set(ObjectNode port, ObjectNode asked) {
        PLAIN.stream().filter(asked::hasNonNull).forEach(key -> port.set(key, asked.get(key)));
        if (asked.has("binding:host_id")) {
            port.put("binding:host_id", asked.path("binding:host_id").asText(""));
        }
        if (asked.has("binding:profile")) {
            JsonNode profile = asked.get("binding:profile");
            port.set("binding:profile", profile.isObject() ? profile : Docs.object());
        }
        plugged(shelves, port);
    }

    /** What follows from where a port is bound. */
    static void plugged(NetworkShelves shelves, ObjectNode port) {
        String host = port.path("binding:host_id").asText();
        boolean failed = shelves.deaf.contains(host);
        boolean bound = !host.isEmpty() && !failed;
        port.put("status", bound ? "ACTIVE" : "DOWN")
                .put(
                        "binding:vif_type",
                        failed ? "binding_failed" : bound ? shelves.plug(host).vifType() : "unbound");
        port.set("binding:vif_details", bound ? shelves.plug(host).details() : Docs.object());
    }

    private void groups(ObjectNode port, ObjectNode asked, String project) {
        ArrayNode ids = Store.JSON.createArrayNode();
        if (asked.path("security_groups").isArray()) {
            asked.get("security_groups").forEach(id -> {
                if (shelves.groups.get(id.asText()).isEmpty()) {
                    throw GroupRoutes.missing(id.asText());
                }
                ids.add(id.asText());
            });
            if (!isSecured(port) && !ids.isEmpty()) {
                throw new WireFailure(
                        400,
                        "PortSecurityAndIPRequiredForSecurityGroups",
                        "Port security must be enabled and port must have an IP address in order to use security"
                                + " groups.");
            }
        } else if (isSecured(port)) {
            ids.add(GroupRoutes.defaultOf(shelves, project).path("id").asText());
        }
        port.set("security_groups", ids);
    }

    private static boolean isSecured(ObjectNode port) {
        return port.path("port_security_enabled").asBoolean(true);
    }

    /** Takes the wanted addresses, or any: one of each version that the network has. All of them or none. */
    private void addressed(ObjectNode port, JsonNode wanted) {
        String network = port.path("network_id").asText();
        List<ObjectNode> subnets = shelves.subnets.by("network_id", network);
        ArrayNode ips = port.putArray("fixed_ips");
        try {
            if (wanted.isArray()) {
                wanted.forEach(one -> ips.add(wanted(one, subnets, network)));
                return;
            }
            for (int version : new int[] {4, 6}) {
                subnets.stream()
                        .filter(subnet -> subnet.path("ip_version").asInt() == version)
                        .findFirst()
                        .ifPresent(subnet -> ips.add(any(subnet, network)));
            }
        } catch (WireFailure e) {
            shelves.addresses.freeIps(port);
            throw e;
        }
    }

    private ObjectNode any(ObjectNode subnet, String network) {
        String id = subnet.path("id").asText();
        return Docs.object().put("subnet_id", id).put("ip_address", shelves.addresses.any(id, network));
    }

    private ObjectNode wanted(JsonNode one, List<ObjectNode> subnets, String network) {
        String address = one.path("ip_address").asText("");
        String subnetId = one.path("subnet_id").asText("");
        ObjectNode subnet = subnets.stream()
                .filter(found -> subnetId.isEmpty()
                        ? shelves.addresses.contains(found.path("id").asText(), address)
                        : found.path("id").asText().equals(subnetId))
                .findFirst()
                .orElseThrow(() -> new WireFailure(
                        400,
                        "InvalidIpForNetwork",
                        "IP address " + address
                                + " is not a valid IP for any of the subnets on the specified network."));
        if (address.isEmpty()) {
            return any(subnet, network);
        }
        String id = subnet.path("id").asText();
        return Docs.object().put("subnet_id", id).put("ip_address", shelves.addresses.just(id, address));
    }
}
