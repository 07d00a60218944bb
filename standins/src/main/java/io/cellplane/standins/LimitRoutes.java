package io.cellplane.standins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.openstack.identity.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Unified limits of the flat model: those registered for a service, which all projects have, and those of projects. */
final class LimitRoutes {
    private static final String SERVICE = "service_id";
    private static final String REGION = "region_id";
    private static final String RESOURCE = "resource_name";
    private static final String PROJECT = "project_id";
    private static final Set<String> FILTERS = Set.of(SERVICE, REGION, RESOURCE, PROJECT);

    private final Directory directory;
    private final Gate gate;
    private final Kind registered;
    private final Kind limits;

    /**
     * One of the two.
     *
     * @param word in its paths and documents, in the singular
     * @param amount the field that says how much
     */
    private record Kind(String word, String amount, Shelf shelf, List<String> keys) {
        String path() {
            return "/v3/" + word + "s";
        }

        ObjectNode of(Call call) {
            return shelf.get(call.at("id"))
                    .orElseThrow(() -> WireFailure.missing("Could not find " + word + ": " + call.at("id") + "."));
        }
    }

    LimitRoutes(Directory directory, Gate gate) {
        this.directory = directory;
        this.gate = gate;
        this.registered = new Kind(
                "registered_limit", "default_limit", directory.registeredLimits, List.of(SERVICE, REGION, RESOURCE));
        this.limits =
                new Kind("limit", "resource_limit", directory.limits, List.of(SERVICE, REGION, RESOURCE, PROJECT));
    }

    void on(Routes routes) {
        routes.on("GET /v3/limits/model", call -> {
            gate.who(call);
            ObjectNode model = Docs.object().put("name", "flat").put("description", "Each project by itself.");
            return Said.ok(Docs.object().set("model", model));
        });
        for (Kind kind : List.of(registered, limits)) {
            routes.on("GET " + kind.path(), call -> listed(kind, call));
            routes.on("GET " + kind.path() + "/{id}", call -> {
                gate.who(call);
                return Said.ok(Docs.object().set(kind.word(), kind.of(call)));
            });
            routes.on("POST " + kind.path(), call -> {
                gate.admin(call, "identity:create_" + kind.word() + "s");
                return made(kind, call);
            });
            routes.on("PATCH " + kind.path() + "/{id}", call -> {
                gate.admin(call, "identity:update_" + kind.word());
                return changed(kind, call);
            });
            routes.on("DELETE " + kind.path() + "/{id}", call -> {
                gate.admin(call, "identity:delete_" + kind.word());
                return removed(kind, call);
            });
        }
    }

    /** As in Keystone, whoever logs in for a project is told that project's limits and no others. */
    private Said listed(Kind kind, Call call) {
        Token who = gate.who(call);
        List<ObjectNode> all = kind.shelf().all().stream()
                .filter(one -> kind.equals(registered)
                        || who.isSystem()
                        || one.path(PROJECT).asText().equals(Gate.projectOf(who)))
                .toList();
        return Said.ok(Docs.object().set(kind.word() + "s", Docs.array(Listing.filtered(all, call, FILTERS))));
    }

    private Said made(Kind kind, Call call) {
        List<ObjectNode> made = new ArrayList<>();
        return directory.store.locked(() -> {
            for (JsonNode asked : call.json().path(kind.word() + "s")) {
                ObjectNode limit = Docs.object();
                kind.keys().forEach(key -> limit.set(key, text(asked, key)));
                if (kind.equals(limits) && !isThere(registered, limit.deepCopy().without(PROJECT))) {
                    throw WireFailure.forbidden("Unable to create a limit that has no corresponding registered limit.");
                }
                if (isThere(kind, limit)) {
                    throw WireFailure.conflict("Conflict occurred attempting to store " + kind.word() + ".");
                }
                String id = Docs.hexId();
                limit.put("id", id).set("description", text(asked, "description"));
                made.add(kind.shelf().put(id, limit.put(kind.amount(), amount(kind, asked))));
            }
            return Said.of(201, Docs.object().set(kind.word() + "s", Docs.array(made)));
        });
    }

    private static JsonNode text(JsonNode asked, String key) {
        return asked.path(key).isTextual() ? asked.get(key) : NullNode.getInstance();
    }

    private static boolean isThere(Kind kind, JsonNode keys) {
        return kind.shelf().all().stream()
                .anyMatch(one -> one.deepCopy().retain(kind.keys()).equals(keys));
    }

    private static int amount(Kind kind, JsonNode asked) {
        JsonNode amount = asked.path(kind.amount());
        if (!amount.isInt() || amount.asInt() < -1) {
            throw WireFailure.bad("Invalid input for field '" + kind.amount() + "': " + amount + ".");
        }
        return amount.asInt();
    }

    private Said changed(Kind kind, Call call) {
        return directory.store.locked(() -> {
            ObjectNode limit = kind.of(call).deepCopy();
            JsonNode asked = call.json(kind.word());
            if (asked.has(kind.amount())) {
                limit.put(kind.amount(), amount(kind, asked));
            }
            return Said.ok(Docs.object().set(kind.word(), kind.shelf().put(call.at("id"), limit)));
        });
    }

    private Said removed(Kind kind, Call call) {
        return directory.store.locked(() -> {
            ObjectNode limit = kind.of(call);
            if (kind.equals(registered)
                    && limits.shelf().all().stream()
                            .anyMatch(one -> one.deepCopy()
                                    .retain(registered.keys())
                                    .equals(limit.deepCopy().retain(registered.keys())))) {
                throw WireFailure.forbidden("Unable to update or delete registered limit " + call.at("id")
                        + " because there are project limits associated with it.");
            }
            kind.shelf().remove(call.at("id"));
            return Said.nothing();
        });
    }
}
