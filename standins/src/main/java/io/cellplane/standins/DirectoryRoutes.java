package io.cellplane.standins;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.openstack.identity.Token;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Domains, projects, users and roles: list, show, make, change, delete. */
final class DirectoryRoutes {
    private static final Set<String> FILTERS = Set.of("name", "domain_id", "enabled", "id");
    private static final List<String> CHANGEABLE =
            List.of("name", "description", "enabled", "email", "default_project_id");

    private final Directory directory;
    private final Gate gate;

    DirectoryRoutes(Directory directory, Gate gate) {
        this.directory = directory;
        this.gate = gate;
    }

    void on(Routes routes) {
        entity(routes, "domain", directory.domains, asked -> {
            throw WireFailure.forbidden("There is one domain here.");
        });
        entity(routes, "project", directory.projects, directory::newProject);
        entity(routes, "user", directory.users, directory::newUser);
        entity(
                routes,
                "role",
                directory.roles,
                asked -> directory.role(asked.path("name").asText()));
        routes.on("GET /v3/users/{id}/projects", call -> {
            Token who = gate.who(call);
            if (!who.userId().equals(call.at("id"))) {
                gate.admin(call, "identity:list_user_projects");
            }
            return listed("project", directory.projectsOf(call.at("id")), call);
        });
        routes.on(
                "GET /v3/auth/projects",
                call -> listed("project", directory.projectsOf(gate.who(call).userId()), call));
        routes.on("GET /v3/auth/domains", call -> {
            boolean some = !directory
                    .rolesOf(gate.who(call).userId(), "domain", Directory.DEFAULT_DOMAIN)
                    .isEmpty();
            return listed("domain", some ? directory.domains.all() : List.of(), call);
        });
        routes.on("GET /v3/groups", call -> {
            gate.admin(call, "identity:list_groups");
            return listed("group", List.of(), call);
        });
    }

    private void entity(Routes routes, String kind, Shelf shelf, Function<ObjectNode, ObjectNode> make) {
        String path = "/v3/" + kind + "s";
        routes.on("GET " + path, call -> {
            gate.admin(call, "identity:list_" + kind + "s");
            return listed(kind, Listing.filtered(shelf.all(), call, FILTERS), call);
        });
        routes.on("GET " + path + "/{id}", call -> {
            readable(call, kind);
            return Said.ok(wrapped(kind, one(shelf, call), call));
        });
        routes.on("POST " + path, call -> {
            gate.admin(call, "identity:create_" + kind);
            return Said.of(201, wrapped(kind, make.apply(call.json(kind)), call));
        });
        routes.on("PATCH " + path + "/{id}", call -> {
            gate.admin(call, "identity:update_" + kind);
            return Said.ok(wrapped(kind, changed(shelf, call, call.json(kind)), call));
        });
        routes.on("DELETE " + path + "/{id}", call -> {
            gate.admin(call, "identity:delete_" + kind);
            one(shelf, call);
            directory.forget(shelf, call.at("id"));
            return Said.nothing();
        });
    }

    /** Everybody may see themselves, their project and their domain. */
    private void readable(Call call, String kind) {
        Token who = gate.who(call);
        String own = switch (kind) {
            case "user" -> who.userId();
            case "project" -> Gate.projectOf(who);
            case "domain" -> who.userDomain();
            default -> "";
        };
        if (!own.equals(call.at("id"))) {
            gate.admin(call, "identity:get_" + kind);
        }
    }

    private ObjectNode changed(Shelf shelf, Call call, ObjectNode asked) {
        return directory.store.locked(() -> {
            ObjectNode next = one(shelf, call).deepCopy();
            CHANGEABLE.forEach(key -> {
                if (asked.has(key)) {
                    next.set(key, asked.get(key));
                }
            });
            if (shelf == directory.users && asked.path("password").isTextual()) {
                next.put("digest", Passwords.digest(asked.path("password").asText()));
            }
            return shelf.put(call.at("id"), next);
        });
    }

    private static ObjectNode one(Shelf shelf, Call call) {
        return shelf.get(call.at("id"))
                .orElseThrow(() -> WireFailure.missing("Could not find " + shelf.kind() + ": " + call.at("id") + "."));
    }

    static Said listed(String kind, List<ObjectNode> all, Call call) {
        ObjectNode body = Docs.object();
        body.set(
                kind + "s",
                Docs.array(all.stream().map(one -> shown(kind, one, call)).toList()));
        body.putObject("links")
                .putNull("next")
                .put("self", call.base() + call.path())
                .putNull("previous");
        return Said.ok(body);
    }

    private static ObjectNode wrapped(String kind, ObjectNode one, Call call) {
        return Docs.object().set(kind, shown(kind, one, call));
    }

    private static ObjectNode shown(String kind, ObjectNode one, Call call) {
        ObjectNode json = one.deepCopy();
        json.remove("digest");
        json.putObject("links")
                .put("self", call.base() + "/v3/" + kind + "s/" + one.path("id").asText());
        return json;
    }
}
