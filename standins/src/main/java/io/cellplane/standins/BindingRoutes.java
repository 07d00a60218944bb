package io.cellplane.standins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Several bindings of one port (extension {@code binding-extended}): one is active, the others wait beside it. */
final class BindingRoutes {
    private static final String HOST = "binding:host_id";
    private static final String PROFILE = "binding:profile";
    private static final String VNIC = "binding:vnic_type";

    private final NetworkShelves shelves;
    private final Gate gate;

    BindingRoutes(NetworkShelves shelves, Gate gate) {
        this.shelves = shelves;
        this.gate = gate;
    }

    void on(Routes routes) {
        routes.on("GET /v2.0/ports/{id}/bindings", call -> {
            gate.admin(call, "get_port_binding");
            List<ObjectNode> all = shelves.store.locked(() -> all(computePort(call)));
            return Said.ok(Docs.object()
                    .set("bindings", Docs.array(Listing.filtered(all, call, Set.of("host", "status", "vif_type")))));
        });
        routes.on("GET /v2.0/ports/{id}/bindings/{host}", call -> {
            gate.admin(call, "get_port_binding");
            return said(200, shelves.store.locked(() -> one(call)));
        });
        routes.on("POST /v2.0/ports/{id}/bindings", this::create);
        routes.on("PUT /v2.0/ports/{id}/bindings/{host}/activate", this::activate);
        routes.on("DELETE /v2.0/ports/{id}/bindings/{host}", this::delete);
    }

    static String key(String port, String host) {
        return port + "/" + host;
    }

    /** The port is gone, and what was bound beside it too. */
    static void forget(NetworkShelves shelves, String port) {
        List.copyOf(shelves.bindings.by("port_id", port))
                .forEach(one ->
                        shelves.bindings.remove(key(port, one.path("host").asText())));
    }

    private Said create(Call call) {
        gate.admin(call, "create_port_binding");
        ObjectNode asked = call.json("binding");
        String host = asked.path("host").asText();
        if (host.isEmpty()) {
            throw WireFailure.bad("Invalid input for host. Reason: it is required.");
        }
        return said(201, shelves.store.locked(() -> {
            ObjectNode port = computePort(call);
            if (all(port).stream().anyMatch(one -> one.path("host").asText().equals(host))) {
                throw conflict("PortBindingAlreadyExists", call.at("id"), host, "already exists.");
            }
            if (shelves.deaf.contains(host)) {
                throw new WireFailure(500, "HTTPInternalServerError", "Request Failed: internal server error.");
            }
            ObjectNode made =
                    binding(host, "INACTIVE", asked.path("vnic_type").asText("normal"), profile(asked.path("profile")));
            if (!active(port).isEmpty()) {
                shelves.bindings.put(key(call.at("id"), host), made.deepCopy().put("port_id", call.at("id")));
                return made;
            }
            shelves.ports.put(call.at("id"), turned(port, made));
            return made.put("status", "ACTIVE");
        }));
    }

    private Said activate(Call call) {
        gate.admin(call, "update_port_binding:activate");
        // As the real service answers it: without a key around it.
        return Said.ok(shelves.store.locked(() -> {
            String id = call.at("id");
            String host = call.at("host");
            ObjectNode port = computePort(call);
            if (active(port).equals(host)) {
                throw conflict("PortBindingAlreadyActive", id, host, "is already active.");
            }
            ObjectNode next = one(call);
            if (active(port).isEmpty()) {
                throw new WireFailure(500, "HTTPInternalServerError", "Request Failed: internal server error.");
            }
            ObjectNode former = ofPort(port).put("status", "INACTIVE").put("port_id", id);
            shelves.bindings.remove(key(id, host));
            shelves.bindings.put(key(id, active(port)), former);
            return ofPort(shelves.ports.put(id, turned(port, next)));
        }));
    }

    /** Takes an active one too, as the real service does: the port is unbound then. */
    private Said delete(Call call) {
        gate.admin(call, "delete_port_binding");
        return shelves.store.locked(() -> {
            ObjectNode port = computePort(call);
            one(call);
            if (active(port).equals(call.at("host"))) {
                shelves.ports.put(call.at("id"), turned(port, binding("", "ACTIVE", "normal", Docs.object())));
            } else {
                shelves.bindings.remove(key(call.at("id"), call.at("host")));
            }
            return Said.nothing();
        });
    }

    private ObjectNode computePort(Call call) {
        String id = call.at("id");
        ObjectNode port = shelves.ports.get(id).orElseThrow(() -> NetworkShelves.missing("port", id));
        if (!port.path("device_owner").asText().startsWith("compute:")) {
            throw new WireFailure(
                    400,
                    "BadRequest",
                    "Bad port request: Invalid port " + id + ". Operation only valid on compute ports.");
        }
        return port;
    }

    private List<ObjectNode> all(ObjectNode port) {
        List<ObjectNode> all = new ArrayList<>();
        if (!active(port).isEmpty()) {
            all.add(ofPort(port));
        }
        shelves.bindings.by("port_id", port.path("id").asText()).forEach(one -> {
            ObjectNode shown = one.deepCopy();
            shown.remove("port_id");
            all.add(shown);
        });
        return all;
    }

    private ObjectNode one(Call call) {
        String host = call.at("host");
        return all(computePort(call)).stream()
                .filter(binding -> binding.path("host").asText().equals(host))
                .findFirst()
                .orElseThrow(() -> new WireFailure(
                        404,
                        "PortBindingNotFound",
                        "Binding for port " + call.at("id") + " for host " + host + " could not be found."));
    }

    private static String active(ObjectNode port) {
        return port.path(HOST).asText();
    }

    private ObjectNode ofPort(ObjectNode port) {
        ObjectNode binding =
                binding(active(port), "ACTIVE", port.path(VNIC).asText("normal"), profile(port.path(PROFILE)));
        binding.set("vif_type", port.path("binding:vif_type"));
        return binding.set("vif_details", port.path("binding:vif_details"));
    }

    private ObjectNode turned(ObjectNode port, ObjectNode binding) {
        ObjectNode next = NetworkShelves.changed(port, Docs.object(), List.of());
        next.put(HOST, binding.path("host").asText());
        next.put(VNIC, binding.path("vnic_type").asText());
        next.set(PROFILE, profile(binding.path("profile")));
        PortRoutes.plugged(shelves, next);
        return next;
    }

    private ObjectNode binding(String host, String status, String vnic, ObjectNode profile) {
        ObjectNode binding = Docs.object().put("host", host).put("status", status);
        binding.put("vnic_type", vnic).put("vif_type", shelves.plug(host).vifType());
        binding.set("vif_details", shelves.plug(host).details());
        binding.set("profile", profile);
        return binding;
    }

    private static ObjectNode profile(JsonNode profile) {
        return profile instanceof ObjectNode object ? object.deepCopy() : Docs.object();
    }

    private static WireFailure conflict(String type, String port, String host, String how) {
        return new WireFailure(409, type, "Binding for port " + port + " on host " + host + " " + how);
    }

    private static Said said(int status, ObjectNode binding) {
        return Said.of(status, Docs.object().set("binding", binding));
    }
}
