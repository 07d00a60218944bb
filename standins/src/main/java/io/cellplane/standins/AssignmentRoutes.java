package io.cellplane.standins;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who has which role where: grant, take back, ask, list. */
final class AssignmentRoutes {
    private final Directory directory;
    private final Gate gate;

    AssignmentRoutes(Directory directory, Gate gate) {
        this.directory = directory;
        this.gate = gate;
    }

    void on(Routes routes) {
        scope(routes, "project", "/v3/projects/{target}", directory.projects);
        scope(routes, "domain", "/v3/domains/{target}", directory.domains);
        scope(routes, "system", "/v3/system", null);
        routes.on("GET /v3/role_assignments", this::list);
    }

    private void scope(Routes routes, String scope, String prefix, @Nullable Shelf targets) {
        String path = prefix + "/users/{user}/roles";
        routes.on("GET " + path, call -> {
            gate.admin(call, "identity:list_grants");
            List<ObjectNode> direct = directory.assignments.by("user", call.at("user")).stream()
                    .filter(one -> one.path("scope").asText().equals(scope)
                            && one.path("target").asText().equals(target(call, scope)))
                    .flatMap(one -> directory.roles.get(one.path("role").asText()).stream())
                    .toList();
            return DirectoryRoutes.listed("role", direct, call);
        });
        routes.on("PUT " + path + "/{role}", call -> {
            gate.admin(call, "identity:create_grant");
            there(directory.users, call.at("user"));
            there(directory.roles, call.at("role"));
            if (targets != null) {
                there(targets, call.at("target"));
            }
            directory.assign(scope, target(call, scope), call.at("user"), call.at("role"));
            return Said.nothing();
        });
        routes.on("GET " + path + "/{role}", call -> {
            gate.admin(call, "identity:check_grant");
            if (directory.assignments.get(key(call, scope)).isEmpty()) {
                throw WireFailure.missing("Could not find role assignment.");
            }
            return Said.nothing();
        });
        routes.on("DELETE " + path + "/{role}", call -> {
            gate.admin(call, "identity:revoke_grant");
            if (!directory.assignments.remove(key(call, scope))) {
                throw WireFailure.missing("Could not find role assignment.");
            }
            return Said.nothing();
        });
    }

    private static String target(Call call, String scope) {
        return scope.equals("system") ? "all" : call.at("target");
    }

    private static String key(Call call, String scope) {
        return Directory.key(scope, target(call, scope), call.at("user"), call.at("role"));
    }

    private static void there(Shelf shelf, String id) {
        if (shelf.get(id).isEmpty()) {
            throw WireFailure.missing("Could not find " + shelf.kind() + ": " + id + ".");
        }
    }

    private Said list(Call call) {
        gate.admin(call, "identity:list_role_assignments");
        List<ObjectNode> found = directory.assignments.all().stream()
                .filter(one -> fits(call, "user.id", one.path("user").asText()))
                .filter(one -> fits(call, "role.id", one.path("role").asText()))
                .filter(one -> fits(call, "scope.project.id", one.path("target").asText()))
                .filter(one -> fits(call, "scope.domain.id", one.path("target").asText()))
                .filter(one ->
                        !call.has("scope.system") || one.path("scope").asText().equals("system"))
                .map(one -> shown(one, call))
                .toList();
        return Said.ok(Docs.object().set("role_assignments", Docs.array(found)));
    }

    private static boolean fits(Call call, String key, String value) {
        return !call.has(key) || call.all(key).contains(value);
    }

    private ObjectNode shown(ObjectNode one, Call call) {
        boolean names = call.has("include_names");
        ObjectNode json = Docs.object();
        json.set("user", reference(directory.users, one.path("user").asText(), names));
        json.set("role", reference(directory.roles, one.path("role").asText(), names));
        String target = one.path("target").asText();
        ObjectNode scope = json.putObject("scope");
        switch (one.path("scope").asText()) {
            case "project" -> scope.set("project", reference(directory.projects, target, names));
            case "domain" -> scope.set("domain", reference(directory.domains, target, names));
            default -> scope.putObject("system").put("all", true);
        }
        json.putObject("links");
        return json;
    }

    private ObjectNode reference(Shelf shelf, String id, boolean names) {
        ObjectNode json = Docs.object().put("id", id);
        shelf.get(id).filter(one -> names).ifPresent(one -> {
            json.set("name", one.path("name"));
            directory
                    .domains
                    .get(one.path("domain_id").asText())
                    .ifPresent(domain -> json.set("domain", domain.deepCopy().retain("id", "name")));
        });
        return json;
    }
}
