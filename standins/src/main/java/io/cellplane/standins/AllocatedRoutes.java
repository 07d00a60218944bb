package io.cellplane.standins;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.openstack.identity.Token;
import java.util.List;

/** The network that a project without one gets when it asks: where administrators have marked a network outside as the default. */
final class AllocatedRoutes {
    private static final String NAME = "auto_allocated_network";

    private final NetworkShelves shelves;
    private final Gate gate;

    AllocatedRoutes(NetworkShelves shelves, Gate gate) {
        this.shelves = shelves;
        this.gate = gate;
    }

    void on(Routes routes) {
        routes.on("GET /v2.0/auto-allocated-topology/{project}", call -> {
            Token who = gate.who(call);
            String project = call.at("project");
            if (!who.hasRole("admin") && !project.equals(who.projectId())) {
                throw WireFailure.forbidden("The topology of another project is for administrators.");
            }
            return shelves.store.locked(() -> {
                if (shelves.networks.all().stream()
                        .noneMatch(one -> one.path("router:external").asBoolean()
                                && one.path("is_default").asBoolean())) {
                    throw new WireFailure(
                            409, "AutoAllocationFailure", "Deployment error: No default router:external network.");
                }
                boolean isTried = call.all("fields").equals(List.of("dry-run"));
                ObjectNode topology = Docs.object()
                        .put("id", isTried ? "dry-run=pass" : network(project))
                        .put("tenant_id", project);
                return Said.ok(Docs.object().set("auto_allocated_topology", topology));
            });
        });
    }

    private String network(String project) {
        return shelves.networks.all().stream()
                .filter(one -> one.path("tenant_id").asText().equals(project)
                        && one.path("name").asText().equals(NAME))
                .findFirst()
                .orElseGet(() -> made(project))
                .path("id")
                .asText();
    }

    private ObjectNode made(String project) {
        ObjectNode network = shelves.network(Docs.object().put("name", NAME), project);
        ObjectNode subnet =
                Docs.object().put("name", "auto_allocated_subnet_v4").put("cidr", "10.64.0.0/26");
        shelves.subnet(network, subnet, project);
        return network;
    }
}
