package io.cellplane.api.servers.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.api.http.Call;
import io.cellplane.api.schema.Values;
import io.cellplane.api.servers.CallersPorts;
import io.cellplane.api.servers.CardRules;
import io.cellplane.api.servers.ServerAccess;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.openstack.CallerRefused;
import io.cellplane.openstack.network.NetworkProxy;
import io.cellplane.openstack.network.NetworkProxy.Resource;
import jakarta.inject.Singleton;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The security groups of a server's ports, changed at the network service in the caller's name: its agents learn of them
 * there, so no host is told, and no state of the server is against it.
 */
@Singleton
final class GroupsOfPorts {
    private static final int CHANGED_MEANWHILE = 412;
    private static final int TURNS = 5;
    private static final int LONGEST_NAME = 255;

    private final ServerAccess access;
    private final CallersPorts ports;
    private final NetworkProxy service;

    GroupsOfPorts(ServerAccess access, CallersPorts ports, NetworkProxy service) {
        this.access = access;
        this.ports = ports;
        this.service = service;
    }

    /** What an action calls a group, by its name or id. @throws Refused 400 */
    static String name(Call call) {
        JsonNode asked = call.actionBody();
        if (!asked.isObject()) {
            throw Values.bad("Missing parameter dict");
        }
        if (!asked.has("name")) {
            throw Values.bad("Security group not specified");
        }
        JsonNode name = asked.path("name");
        if (!name.isTextual() && !name.isNull()) {
            throw Values.invalid("name", name.toString(), name + " is not of type 'string'");
        }
        if (name.isNull() || name.asText().isBlank()) {
            throw Values.bad("Security group name cannot be empty");
        }
        return name.asText();
    }

    /**
     * The id of a group that the caller sees, or the one of its project with that name.
     *
     * @throws Refused 404; 409 when several have the name
     */
    String id(Call call, String name) {
        List<JsonNode> found = Values.uuid(name).isPresent() ? groups(call, Map.of("id", name)) : List.of();
        if (found.isEmpty() && name.length() <= LONGEST_NAME) {
            found = groups(call, Map.of("name", name, "tenant_id", call.project()));
        }
        if (found.isEmpty()) {
            throw Failure.API_NOT_FOUND.refused(
                    "Security group %s is not found for project %s".formatted(name, call.project()));
        }
        if (found.size() > 1) {
            throw CardRules.severalGroups(name);
        }
        return found.getFirst().path("id").asText();
    }

    private List<JsonNode> groups(Call call, Map<String, String> filters) {
        return service.list(call.tokenText(), Resource.SECURITY_GROUP, filters);
    }

    /**
     * The server's ports.
     *
     * @param id of the server
     * @throws Refused 404 when the caller has no such server, or sees none of its ports
     */
    List<JsonNode> ports(Call call, String id) {
        List<JsonNode> its = ports.of(call, access.server(call, id));
        if (its.isEmpty()) {
            throw Failure.API_NOT_FOUND.refused(
                    "instance_id %s could not be found as device id on any ports".formatted(id));
        }
        return its;
    }

    /**
     * Changes the groups of a port, whoever else changes it at the same time.
     *
     * @param change given the ids of its groups; false when there is nothing to change
     * @return whether there was something
     * @throws Refused 409 when others change the port again and again
     */
    boolean change(Call call, JsonNode port, Predicate<Set<String>> change) {
        JsonNode before = port;
        for (int turn = 1; true; turn++) {
            Set<String> groups = new LinkedHashSet<>();
            before.path("security_groups").forEach(group -> groups.add(group.asText()));
            if (!change.test(groups)) {
                return false;
            }
            ObjectNode fields = JsonNodeFactory.instance.objectNode();
            groups.forEach(fields.putArray("security_groups")::add);
            try {
                service.updateUnchanged(call.tokenText(), Resource.PORT, before, fields);
                return true;
            } catch (CallerRefused refused) {
                if (refused.status() != CHANGED_MEANWHILE) {
                    throw refused;
                }
                if (turn == TURNS) {
                    throw Failure.API_CONFLICT.refused("The port was changed meanwhile.");
                }
                before = service.show(
                        call.tokenText(), Resource.PORT, port.path("id").asText());
            }
        }
    }
}
