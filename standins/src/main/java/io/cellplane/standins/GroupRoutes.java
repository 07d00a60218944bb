package io.cellplane.standins;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.openstack.identity.Token;
import java.util.List;
import java.util.Optional;

/** Security groups and their rules; every project gets its default group when it is first needed. */
final class GroupRoutes {
    private final NetworkShelves shelves;
    private final Gate gate;

    GroupRoutes(NetworkShelves shelves, Gate gate) {
        this.shelves = shelves;
        this.gate = gate;
    }

    void on(Routes routes, NetworkRoutes common) {
        Routes lists = new Routes();
        common.collection(lists, "security-groups", shelves.groups, NetworkShelves::isOwn);
        for (String path : List.of("GET /v2.0/security-groups", "GET /v2.0/security-groups/{id}")) {
            routes.on(path, call -> {
                defaults(call, gate.who(call));
                Routes.Found found = lists.find("GET", call.rawPath());
                return found == null ? Said.nothing() : found.handler().answer(call);
            });
        }
        common.collection(routes, "security-group-rules", shelves.rules, NetworkShelves::isOwn);
        routes.on("POST /v2.0/security-groups", call -> {
            Token who = gate.member(call, "create_security_group");
            ObjectNode asked = call.json("security_group");
            String project = NetworkShelves.project(asked, who);
            defaultOf(shelves, project);
            if (asked.path("name").asText().equals("default")) {
                throw new WireFailure(
                        409, "SecurityGroupDefaultAlreadyExists", "Default security group already exists.");
            }
            ObjectNode group = shelves.store.locked(() -> {
                shelves.room(shelves.groups, project);
                return group(shelves, asked, project);
            });
            return Said.of(201, Docs.object().set("security_group", shown(group, shelves)));
        });
        routes.on("PUT /v2.0/security-groups/{id}", call -> {
            Token who = gate.member(call, "update_security_group");
            ObjectNode asked = call.json("security_group");
            ObjectNode next = shelves.store.locked(() -> {
                ObjectNode before = own(call, who);
                if (asked.has("name") && before.path("name").asText().equals("default")) {
                    throw new WireFailure(
                            409, "SecurityGroupCannotUpdateDefault", "Updating default security group not allowed.");
                }
                return shelves.groups.put(
                        call.at("id"), NetworkShelves.changed(before, asked, List.of("name", "description")));
            });
            return Said.ok(Docs.object().set("security_group", shown(next, shelves)));
        });
        routes.on("DELETE /v2.0/security-groups/{id}", this::delete);
        routes.on("POST /v2.0/security-group-rules", this::rule);
        routes.on("DELETE /v2.0/security-group-rules/{id}", call -> {
            Token who = gate.member(call, "delete_security_group_rule");
            boolean gone = shelves.rules
                    .get(call.at("id"))
                    .filter(rule -> NetworkShelves.isOwn(rule, who))
                    .map(rule -> shelves.rules.remove(call.at("id")))
                    .orElse(false);
            if (!gone) {
                throw NetworkShelves.missing("security_group_rule", call.at("id"));
            }
            return Said.nothing();
        });
    }

    private void defaults(Call call, Token who) {
        if (who.projectId() != null) {
            defaultOf(shelves, Gate.projectOf(who));
        }
        String asked = Optional.ofNullable(call.query("tenant_id")).orElseGet(() -> {
            String project = call.query("project_id");
            return project == null ? "" : project;
        });
        if (!asked.isEmpty() && who.hasRole("admin")) {
            defaultOf(shelves, asked);
        }
    }

    /** The project's default group, made if it is not there. */
    static ObjectNode defaultOf(NetworkShelves shelves, String project) {
        return shelves.store.locked(() -> shelves.groups.by("tenant_id", project).stream()
                .filter(group -> group.path("name").asText().equals("default"))
                .findFirst()
                .orElseGet(() -> group(
                        shelves,
                        Docs.object().put("name", "default").put("description", "Default security group"),
                        project)));
    }

    private static ObjectNode group(NetworkShelves shelves, ObjectNode asked, String project) {
        ObjectNode group = NetworkShelves.resource(asked, project)
                .put("stateful", asked.path("stateful").asBoolean(true))
                .put("shared", false);
        String id = group.path("id").asText();
        boolean isDefault = group.path("name").asText().equals("default");
        for (String ether : List.of("IPv4", "IPv6")) {
            addRule(shelves, Docs.object().put("direction", "egress").put("ethertype", ether), id, project);
            if (isDefault) {
                ObjectNode inward = Docs.object().put("direction", "ingress").put("ethertype", ether);
                addRule(shelves, inward.put("remote_group_id", id), id, project);
            }
        }
        return shelves.groups.put(id, group);
    }

    private static ObjectNode addRule(NetworkShelves shelves, ObjectNode asked, String group, String project) {
        ObjectNode rule = NetworkShelves.resource(asked, project);
        rule.remove(List.of("name", "tags"));
        rule.put("security_group_id", group)
                .put("direction", asked.path("direction").asText("ingress"))
                .put("ethertype", asked.path("ethertype").asText("IPv4"));
        List.of("protocol", "port_range_min", "port_range_max", "remote_ip_prefix", "remote_group_id")
                .forEach(key -> rule.set(key, asked.path(key).isValueNode() ? asked.get(key) : null));
        rule.putNull("remote_address_group_id");
        return shelves.rules.put(rule.path("id").asText(), rule);
    }

    static ObjectNode shown(ObjectNode group, NetworkShelves shelves) {
        ObjectNode json = group.deepCopy();
        json.set(
                "security_group_rules",
                Docs.array(
                        shelves.rules.by("security_group_id", group.path("id").asText())));
        return json;
    }

    private ObjectNode own(Call call, Token who) {
        return shelves.groups
                .get(call.at("id"))
                .filter(one -> NetworkShelves.isOwn(one, who))
                .orElseThrow(() -> missing(call.at("id")));
    }

    static WireFailure missing(String id) {
        return NetworkShelves.missing("security_group", id);
    }

    private Said delete(Call call) {
        Token who = gate.member(call, "delete_security_group");
        String id = call.at("id");
        return shelves.store.locked(() -> {
            ObjectNode group = own(call, who);
            boolean used = shelves.ports.all().stream().anyMatch(port -> {
                for (var one : port.path("security_groups")) {
                    if (one.asText().equals(id)) {
                        return true;
                    }
                }
                return false;
            });
            if (used) {
                throw new WireFailure(409, "SecurityGroupInUse", "Security Group " + id + " in use.");
            }
            if (group.path("name").asText().equals("default") && !who.hasRole("admin")) {
                throw new WireFailure(
                        409,
                        "SecurityGroupCannotRemoveDefault",
                        "Insufficient rights for removing default security group.");
            }
            shelves.rules.all().stream()
                    .filter(rule -> rule.path("security_group_id").asText().equals(id)
                            || rule.path("remote_group_id").asText().equals(id))
                    .toList()
                    .forEach(rule -> shelves.rules.remove(rule.path("id").asText()));
            shelves.groups.remove(id);
            return Said.nothing();
        });
    }

    private Said rule(Call call) {
        Token who = gate.member(call, "create_security_group_rule");
        ObjectNode asked = call.json("security_group_rule");
        String groupId = asked.path("security_group_id").asText();
        NewGroupRule.check(asked);
        ObjectNode made = shelves.store.locked(() -> {
            ObjectNode group = shelves.groups
                    .get(groupId)
                    .filter(one -> NetworkShelves.isOwn(one, who))
                    .orElseThrow(() -> missing(groupId));
            String remote = asked.path("remote_group_id").asText("");
            if (asked.hasNonNull("remote_group_id")
                    && shelves.groups
                            .get(remote)
                            .filter(one -> NetworkShelves.isOwn(one, who))
                            .isEmpty()) {
                throw missing(remote);
            }
            String project = group.path("tenant_id").asText();
            NewGroupRule.requireNew(asked, shelves.rules.by("security_group_id", groupId));
            shelves.room(shelves.rules, project);
            return addRule(shelves, asked, groupId, project);
        });
        return Said.of(201, Docs.object().set("security_group_rule", made));
    }
}
