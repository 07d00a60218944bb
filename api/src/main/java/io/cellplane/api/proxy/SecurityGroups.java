package io.cellplane.api.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.http.Call;
import io.cellplane.api.schema.Values;
import io.cellplane.openstack.CallerRefused;
import io.cellplane.openstack.network.NetworkProxy;
import io.cellplane.openstack.network.NetworkProxy.Resource;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds security groups and shows them as nova-network did: rules that let in, with the names of groups. */
@Singleton
final class SecurityGroups {
    static final Comparator<JsonNode> BY_PROJECT_AND_NAME = Comparator.comparing(
                    (JsonNode group) -> group.path("tenant_id").asText())
            .thenComparing(group -> group.path("name").asText());

    private final NetworkProxy service;

    SecurityGroups(NetworkProxy service) {
        this.service = service;
    }

    /** @throws io.cellplane.contracts.failure.Refused 400 when it is no UUID */
    static String id(String text) {
        if (Values.uuid(text).isEmpty()) {
            throw Values.bad("Security group id should be uuid");
        }
        return text;
    }

    /** @throws CallerRefused 404 when the caller sees none */
    JsonNode one(Call call, String id) {
        return service.show(call.tokenText(), Resource.SECURITY_GROUP, id(id));
    }

    /** Those groups in Nova's form, in the order given. */
    List<Map<String, Object>> views(Call call, List<JsonNode> groups) {
        Map<String, Optional<Map<String, String>>> named = new HashMap<>();
        groups.forEach(group -> named.put(group.path("id").asText(), Optional.of(name(group))));
        return groups.stream().map(group -> view(call, group, named)).toList();
    }

    private Map<String, Object> view(Call call, JsonNode group, Map<String, Optional<Map<String, String>>> named) {
        List<Map<String, Object>> rules = new ArrayList<>();
        for (JsonNode rule : group.path("security_group_rules")) {
            if (rule.path("direction").asText().equals("ingress")) {
                // Of a group that is gone, its rules are going.
                source(call, rule, named).map(source -> rule(rule, source)).ifPresent(rules::add);
            }
        }
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", group.path("id").asText());
        view.put("name", group.path("name").asText());
        view.put("description", group.path("description").asText());
        view.put("tenant_id", group.path("tenant_id").asText());
        view.put("rules", rules);
        return view;
    }

    /** The group that a rule lets in, without anything where it lets in addresses; empty when the caller sees none. */
    private Optional<Map<String, String>> source(
            Call call, JsonNode rule, Map<String, Optional<Map<String, String>>> named) {
        if (!rule.hasNonNull("remote_group_id")) {
            return Optional.of(Map.of());
        }
        return named.computeIfAbsent(rule.path("remote_group_id").asText(), id -> named(call, id));
    }

    private Optional<Map<String, String>> named(Call call, String id) {
        try {
            return Optional.of(name(service.show(call.tokenText(), Resource.SECURITY_GROUP, id)));
        } catch (CallerRefused refused) {
            if (refused.status() == 404) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    /** How a rule names the group that it lets in. */
    static Map<String, String> name(JsonNode group) {
        return Map.of(
                "name", group.path("name").asText(),
                "tenant_id", group.path("tenant_id").asText());
    }

    /** @param source the group that it lets in; without anything where it lets in addresses */
    static Map<String, Object> rule(JsonNode rule, Map<String, String> source) {
        String protocol = Values.text(rule.path("protocol"));
        boolean isWhole = protocol != null && !rule.hasNonNull("port_range_min") && !rule.hasNonNull("port_range_max");
        boolean hasPorts = protocol != null && (protocol.equals("tcp") || protocol.equals("udp"));
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", rule.path("id").asText());
        view.put("parent_group_id", rule.path("security_group_id").asText());
        view.put("ip_protocol", protocol);
        view.put("from_port", isWhole ? Integer.valueOf(hasPorts ? 1 : -1) : number(rule.path("port_range_min")));
        view.put("to_port", isWhole ? Integer.valueOf(hasPorts ? 65_535 : -1) : number(rule.path("port_range_max")));
        view.put("group", source);
        String range = Values.text(rule.path("remote_ip_prefix"));
        view.put("ip_range", source.isEmpty() ? Map.of("cidr", range == null ? "0.0.0.0/0" : range) : Map.of());
        return view;
    }

    private static @Nullable Integer number(JsonNode node) {
        return node.isNumber() ? (Integer) node.asInt() : null;
    }
}
