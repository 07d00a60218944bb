package io.cellplane.standins;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** How much projects may have: of ports as much as an administrator says, of all else without a bound. */
final class QuotaRoutes {
    private static final List<String> UNBOUND = List.of(
            "network",
            "subnet",
            "subnetpool",
            "router",
            "floatingip",
            "rbac_policy",
            "security_group",
            "security_group_rule");

    private final NetworkShelves shelves;
    private final Gate gate;

    QuotaRoutes(NetworkShelves shelves, Gate gate) {
        this.shelves = shelves;
        this.gate = gate;
    }

    void on(Routes routes) {
        routes.on("GET /v2.0/quotas/{project}", call -> {
            gate.who(call);
            return said(call.at("project"));
        });
        routes.on("PUT /v2.0/quotas/{project}", call -> {
            gate.admin(call, "update_quota");
            int most = call.json("quota").path("port").asInt(-1);
            shelves.store.locked(
                    () -> shelves.quotas.put(call.at("project"), Docs.object().put("port", most)));
            return said(call.at("project"));
        });
        routes.on("GET /v2.0/quotas/{project}/details", call -> {
            gate.who(call);
            ObjectNode quota = Docs.object();
            UNBOUND.forEach(name ->
                    quota.putObject(name).put("used", 0).put("reserved", 0).put("limit", -1));
            quota.putObject("port")
                    .put(
                            "used",
                            shelves.ports.by("tenant_id", call.at("project")).size())
                    .put("reserved", 0)
                    .put("limit", shelves.mostPorts(call.at("project")));
            return Said.ok(Docs.object().set("quota", quota));
        });
    }

    private Said said(String project) {
        ObjectNode quota = Docs.object().put("port", shelves.mostPorts(project));
        UNBOUND.forEach(name -> quota.put(name, -1));
        return Said.ok(Docs.object().set("quota", quota));
    }
}
