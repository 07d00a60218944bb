package io.cellplane.standins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.openstack.identity.Token;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Application credentials and their access rules: every user's own, for the project of the token. */
final class CredentialRoutes {
    private static final String CREDENTIALS = "/v3/users/{user}/application_credentials";
    private static final String RULES = "/v3/users/{user}/access_rules";
    private static final Set<String> METHODS = Set.of("POST", "GET", "HEAD", "PATCH", "PUT", "DELETE");

    private final Directory directory;
    private final Tokens tokens;
    private final Gate gate;

    CredentialRoutes(Directory directory, Tokens tokens, Gate gate) {
        this.directory = directory;
        this.tokens = tokens;
        this.gate = gate;
    }

    void on(Routes routes) {
        routes.on("GET " + CREDENTIALS, call -> {
            List<ObjectNode> own =
                    directory.credentials.by("user_id", owner(call).userId());
            return DirectoryRoutes.listed("application_credential", Listing.filtered(own, call, Set.of("name")), call);
        });
        routes.on("GET " + CREDENTIALS + "/{id}", call -> Said.ok(shown(own(directory.credentials, call))));
        routes.on("POST " + CREDENTIALS, this::create);
        routes.on("DELETE " + CREDENTIALS + "/{id}", call -> {
            unrestricted(call);
            directory.credentials.remove(
                    own(directory.credentials, call).path("id").asText());
            return Said.nothing();
        });
        routes.on(
                "GET " + RULES,
                call -> DirectoryRoutes.listed(
                        "access_rule", directory.rules.by("user_id", owner(call).userId()), call));
        routes.on("DELETE " + RULES + "/{id}", this::deleteRule);
    }

    /** When it ends; far away when it does not. */
    static Instant expiry(ObjectNode credential) {
        JsonNode end = credential.path("expires_at");
        return end.isTextual() ? Instant.parse(end.asText()) : Instant.MAX;
    }

    private Said create(Call call) {
        Token who = unrestricted(call);
        ObjectNode asked = call.json("application_credential");
        String name = asked.path("name").asText();
        if (name.isEmpty() || name.length() > 255) {
            throw WireFailure.bad("'name' is a required property");
        }
        String secret = asked.path("secret").isTextual() ? asked.path("secret").asText() : Docs.hexId() + Docs.hexId();
        ObjectNode made = Docs.object().put("id", Docs.hexId()).put("name", name);
        made.set("description", asked.path("description").isTextual() ? asked.get("description") : null);
        made.put("user_id", who.userId()).put("project_id", Gate.projectOf(who)).put("unrestricted", false);
        made.set("expires_at", asked.path("expires_at").isTextual() ? ahead(asked.path("expires_at")) : null);
        made.set("roles", Docs.array(tokens.rolesOf(who)));
        made.put("digest", Passwords.digest(secret));
        directory.store.locked(() -> {
            boolean taken = directory.credentials.by("user_id", who.userId()).stream()
                    .anyMatch(one -> one.path("name").asText().equals(name));
            if (taken) {
                throw WireFailure.conflict("Conflict occurred attempting to store application_credential"
                        + " - Duplicate entry found with name " + name + ".");
            }
            if (asked.path("access_rules").isArray()) {
                made.set("access_rules", rules(asked.path("access_rules"), who));
            }
            return directory.credentials.put(made.path("id").asText(), made);
        });
        ObjectNode body = shown(made);
        ((ObjectNode) body.path("application_credential")).put("secret", secret);
        return Said.of(201, body);
    }

    private static JsonNode ahead(JsonNode asked) {
        try {
            String text = asked.asText();
            Instant end = Instant.parse(text.endsWith("Z") ? text : text + "Z");
            if (end.isAfter(Instant.now())) {
                return Store.JSON.getNodeFactory().textNode(Docs.micros(end));
            }
        } catch (DateTimeException e) {
            // Told below: neither is an expiration.
        }
        throw WireFailure.bad("The 'expires_at' must not be before now.");
    }

    /** One that the user has already is taken again: it is known by what it says. */
    private ArrayNode rules(JsonNode asked, Token who) {
        List<ObjectNode> rules = new ArrayList<>();
        for (JsonNode one : asked) {
            ObjectNode rule = Docs.object();
            for (String key : List.of("service", "method", "path")) {
                rule.put(key, one.path(key).asText());
            }
            if (!METHODS.contains(rule.path("method").asText())
                    || !rule.path("path").asText().startsWith("/")
                    || rule.path("path").asText().length() > 225) {
                throw WireFailure.bad("An access rule needs a service, a method and a path.");
            }
            ObjectNode known = directory.rules.by("user_id", who.userId()).stream()
                    .filter(other ->
                            other.deepCopy().retain("service", "method", "path").equals(rule))
                    .findFirst()
                    .orElseGet(() -> {
                        ObjectNode fresh = rule.deepCopy().put("id", Docs.hexId());
                        return directory.rules.put(fresh.path("id").asText(), fresh.put("user_id", who.userId()));
                    });
            rules.add(known.deepCopy().retain("id", "service", "method", "path"));
        }
        return Docs.array(rules);
    }

    private Said deleteRule(Call call) {
        unrestricted(call);
        return directory.store.locked(() -> {
            String id = own(directory.rules, call).path("id").asText();
            boolean used = directory.credentials.all().stream()
                    .anyMatch(one ->
                            one.path("access_rules").findValuesAsText("id").contains(id));
            if (used) {
                throw WireFailure.forbidden("Access rule " + id + " is in use by an application credential.");
            }
            directory.rules.remove(id);
            return Said.nothing();
        });
    }

    private Token owner(Call call) {
        Token who = gate.who(call);
        if (!who.userId().equals(call.at("user"))) {
            throw WireFailure.forbidden("You are not authorized to perform the requested action.");
        }
        return who;
    }

    /** Who came with an application credential makes and deletes none. */
    private Token unrestricted(Call call) {
        Token who = owner(call);
        String token = call.header("X-Auth-Token");
        if (tokens.claims(token == null ? "" : token)
                .filter(claims -> claims.credential().isEmpty())
                .isEmpty()) {
            throw WireFailure.forbidden("Using method 'application_credential' is not allowed for managing"
                    + " additional application credentials.");
        }
        return who;
    }

    private ObjectNode own(Shelf shelf, Call call) {
        Token who = owner(call);
        return shelf.get(call.at("id"))
                .filter(one -> one.path("user_id").asText().equals(who.userId()))
                .orElseThrow(() -> WireFailure.missing("Could not find " + shelf.kind() + ": " + call.at("id") + "."));
    }

    private static ObjectNode shown(ObjectNode credential) {
        ObjectNode json = credential.deepCopy();
        json.remove("digest");
        return Docs.object().set("application_credential", json);
    }
}
