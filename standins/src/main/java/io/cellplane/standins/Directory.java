package io.cellplane.standins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Domains, projects, users, roles, and who has which role where. */
final class Directory {
    static final String DEFAULT_DOMAIN = "default";
    /** Each role includes those after it. */
    private static final List<String> LADDER = List.of("admin", "manager", "member", "reader");

    final Store store;
    final Shelf domains;
    final Shelf projects;
    final Shelf users;
    final Shelf roles;
    final Shelf assignments;
    final Shelf credentials;
    final Shelf rules;
    final Shelf registeredLimits;
    final Shelf limits;

    Directory(Store store) {
        this.store = store;
        domains = store.shelf("domain").indexed("name");
        projects = store.shelf("project").indexed("name");
        users = store.shelf("user").indexed("name");
        roles = store.shelf("role").indexed("name");
        credentials = store.shelf("application_credential").indexed("user_id");
        rules = store.shelf("access_rule").indexed("user_id");
        registeredLimits = store.shelf("registered_limit");
        limits = store.shelf("limit");
        assignments = store.shelf("assignment").indexed("user").indexed("target");
    }

    /** On the first start everything; later the passwords only, which are always those given now. */
    void seed(StandInUsers given) {
        store.once(this::seeded);
        password("admin", given.admin());
        password("demo", given.demo());
        password("alt", given.alt());
        password("reader", given.reader());
        password("cellplane", given.cellplane());
    }

    private void seeded() {
        ObjectNode domain = entity("Default").put("description", "The default domain");
        domains.put(DEFAULT_DOMAIN, domain.put("id", DEFAULT_DOMAIN).put("enabled", true));
        List.of("admin", "manager", "member", "reader", "service").forEach(this::role);
        List.of("admin", "service", "demo", "alt")
                .forEach(name -> newProject(Docs.object().put("name", name)));
        List.of("admin", "demo", "alt", "reader", "cellplane")
                .forEach(name -> newUser(Docs.object().put("name", name)));
        grant("admin", "admin", "admin");
        grant("admin", "demo", "admin");
        grant("admin", "alt", "admin");
        grant("demo", "demo", "member");
        grant("alt", "alt", "member");
        grant("reader", "demo", "reader");
        grant("cellplane", "service", "service");
        grant("cellplane", "service", "admin");
        String admin = named(users, "admin").path("id").asText();
        assign("system", "all", admin, named(roles, "admin").path("id").asText());
        assign(
                "system",
                "all",
                named(users, "cellplane").path("id").asText(),
                named(roles, "reader").path("id").asText());
        assign("domain", DEFAULT_DOMAIN, admin, named(roles, "admin").path("id").asText());
    }

    private void grant(String user, String project, String role) {
        assign(
                "project",
                named(projects, project).path("id").asText(),
                named(users, user).path("id").asText(),
                named(roles, role).path("id").asText());
    }

    private void password(String user, String password) {
        find(users, user, DEFAULT_DOMAIN).ifPresent(known -> {
            if (!Passwords.fits(password, known.path("digest").asText())) {
                users.put(known.path("id").asText(), known.deepCopy().put("digest", Passwords.digest(password)));
            }
        });
    }

    private static ObjectNode named(Shelf shelf, String name) {
        return shelf.by("name", name).getFirst();
    }

    private static ObjectNode entity(String name) {
        ObjectNode entity = Docs.object().put("id", Docs.hexId()).put("name", name);
        entity.putArray("tags");
        entity.putObject("options");
        return entity;
    }

    ObjectNode role(String name) {
        ObjectNode role = entity(name).putNull("domain_id").putNull("description");
        role.remove("tags");
        return added(roles, role);
    }

    ObjectNode newProject(ObjectNode asked) {
        String domain = asked.path("domain_id").asText(DEFAULT_DOMAIN);
        ObjectNode project = entity(name(asked, "project"))
                .put("domain_id", domain)
                .put("description", asked.path("description").asText(""))
                .put("enabled", asked.path("enabled").asBoolean(true))
                .put("parent_id", domain)
                .put("is_domain", false);
        return added(projects, project);
    }

    ObjectNode newUser(ObjectNode asked) {
        ObjectNode user = entity(name(asked, "user"))
                .put("domain_id", asked.path("domain_id").asText(DEFAULT_DOMAIN))
                .put("enabled", asked.path("enabled").asBoolean(true))
                .putNull("password_expires_at");
        user.remove("tags");
        List.of("email", "description", "default_project_id").forEach(key -> {
            if (asked.path(key).isTextual()) {
                user.set(key, asked.get(key));
            }
        });
        JsonNode password = asked.path("password");
        user.put("digest", password.isTextual() ? Passwords.digest(password.asText()) : "");
        return added(users, user);
    }

    private static String name(ObjectNode asked, String kind) {
        String name = asked.path("name").asText("");
        if (name.isBlank() || name.length() > 255) {
            throw WireFailure.bad("Invalid input for field 'name' of the " + kind + ".");
        }
        return name;
    }

    private ObjectNode added(Shelf shelf, ObjectNode entity) {
        return store.locked(() -> {
            String name = entity.path("name").asText();
            if (find(shelf, name, entity.path("domain_id").asText()).isPresent()) {
                throw WireFailure.conflict("Conflict occurred attempting to store " + shelf.kind()
                        + " - Duplicate entry found with name " + name + ".");
            }
            return shelf.put(entity.path("id").asText(), entity);
        });
    }

    Optional<ObjectNode> find(Shelf shelf, String name, String domain) {
        return shelf.by("name", name).stream()
                .filter(one -> one.path("domain_id").asText().equals(domain))
                .findFirst();
    }

    void assign(String scope, String target, String user, String role) {
        ObjectNode assignment = Docs.object().put("scope", scope).put("target", target);
        assignments.put(
                key(scope, target, user, role), assignment.put("user", user).put("role", role));
    }

    static String key(String scope, String target, String user, String role) {
        return String.join(":", scope, target, user, role);
    }

    /** With the roles that they include. */
    List<ObjectNode> rolesOf(String user, String scope, String target) {
        List<String> direct = assignments.by("user", user).stream()
                .filter(one -> one.path("scope").asText().equals(scope)
                        && one.path("target").asText().equals(target))
                .map(one -> one.path("role").asText())
                .toList();
        int highest = LADDER.size();
        for (String role : direct) {
            int rung = LADDER.indexOf(
                    roles.get(role).map(one -> one.path("name").asText()).orElse(""));
            highest = rung < 0 ? highest : Math.min(highest, rung);
        }
        List<String> included = LADDER.subList(highest, LADDER.size());
        return roles.all().stream()
                .filter(role -> direct.contains(role.path("id").asText())
                        || included.contains(role.path("name").asText()))
                .toList();
    }

    List<ObjectNode> projectsOf(String user) {
        return assignments.by("user", user).stream()
                .filter(one -> one.path("scope").asText().equals("project"))
                .map(one -> one.path("target").asText())
                .distinct()
                .flatMap(id -> projects.get(id).stream())
                .toList();
    }

    /** Takes a user or project away, with every role that hangs on it. */
    boolean forget(Shelf shelf, String id) {
        return store.locked(() -> {
            String field = shelf == users ? "user" : "target";
            for (ObjectNode one : List.copyOf(assignments.by(field, id))) {
                assignments.remove(key(
                        one.path("scope").asText(),
                        one.path("target").asText(),
                        one.path("user").asText(),
                        one.path("role").asText()));
            }
            return shelf.remove(id);
        });
    }
}
