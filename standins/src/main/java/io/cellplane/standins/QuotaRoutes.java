package io.cellplane.standins;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** How much projects may have: of what is bounded as much as an administrator says, of all else without a bound. */
final class QuotaRoutes {
    private static final List<String> UNBOUND = List.of("network", "subnet", "subnetpool", "router", "rbac_policy");

    private final NetworkShelves shelves;
    private final Gate gate;
    private final List<Shelf> bounded;

    QuotaRoutes(NetworkShelves shelves, Gate gate) {
        this.shelves = shelves;
        this.gate = gate;
        this.bounded = List.of(shelves.ports, shelves.floating, shelves.groups, shelves.rules);
    }

    void on(Routes routes) {
        routes.on("GET /v2.0/quotas/{project}", call -> {
            gate.who(call);
            return said(call.at("project"));
        });
        routes.on("PUT /v2.0/quotas/{project}", call -> {
            gate.admin(call, "update_quota");
            ObjectNode asked = call.json("quota");
            shelves.store.locked(() -> {
                Optional<ObjectNode> before = shelves.quotas.get(call.at("project"));
                ObjectNode next = before.map(ObjectNode::deepCopy).orElseGet(Docs::object);
                bounded.stream()
                        .filter(shelf -> asked.has(shelf.kind()))
                        .forEach(shelf ->
                                next.put(shelf.kind(), asked.path(shelf.kind()).asInt(-1)));
                return shelves.quotas.put(call.at("project"), next);
            });
            return said(call.at("project"));
        });
        routes.on("GET /v2.0/quotas/{project}/details", call -> {
            gate.who(call);
            ObjectNode quota = Docs.object();
            UNBOUND.forEach(name ->
                    quota.putObject(name).put("used", 0).put("reserved", 0).put("limit", -1));
            bounded.forEach(shelf -> quota.putObject(shelf.kind())
                    .put("used", NetworkShelves.held(shelf, call.at("project")))
                    .put("reserved", 0)
                    .put("limit", shelves.most(call.at("project"), shelf.kind())));
            return Said.ok(Docs.object().set("quota", quota));
        });
    }

    private Said said(String project) {
        ObjectNode quota = Docs.object();
        bounded.forEach(shelf -> quota.put(shelf.kind(), shelves.most(project, shelf.kind())));
        UNBOUND.forEach(name -> quota.put(name, -1));
        return Said.ok(Docs.object().set("quota", quota));
    }
}
