package io.cellplane.standins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** What a rule of a security group must be like. */
final class NewGroupRule {
    /** What makes two rules the same. */
    private static final List<String> SAME =
            List.of("direction", "ethertype", "protocol", "port_range_min", "port_range_max", "remote_group_id");

    private static final Set<String> EVERYWHERE = Set.of("", "0.0.0.0/0", "::/0");

    private NewGroupRule() {}

    /** 400 when it is none. */
    static void check(ObjectNode asked) {
        if (!Set.of("ingress", "egress").contains(asked.path("direction").asText())) {
            throw new WireFailure(400, "HTTPBadRequest", "Invalid input for direction.");
        }
        if (asked.hasNonNull("remote_group_id") && asked.hasNonNull("remote_ip_prefix")) {
            throw new WireFailure(
                    400,
                    "SecurityGroupRemoteGroupAndRemoteIpPrefix",
                    "Only remote_ip_prefix or remote_group_id may be provided.");
        }
        JsonNode least = asked.path("port_range_min");
        JsonNode most = asked.path("port_range_max");
        if ((least.isNumber() || most.isNumber()) && !asked.hasNonNull("protocol")) {
            throw new WireFailure(
                    400,
                    "SecurityGroupProtocolRequiredWithPorts",
                    "Must also specify protocol if port range is given.");
        }
        boolean isIcmp = asked.path("protocol").asText().startsWith("icmp");
        if (!isIcmp && least.isNumber() && most.isNumber() && least.asInt() > most.asInt()) {
            throw new WireFailure(
                    400,
                    "SecurityGroupInvalidPortRange",
                    "For TCP/UDP protocols, port_range_min must be <= port_range_max");
        }
    }

    /** 409 when the group has it. */
    static void requireNew(ObjectNode asked, List<ObjectNode> there) {
        there.stream().filter(rule -> isSame(asked, rule)).findFirst().ifPresent(rule -> {
            throw new WireFailure(
                    409,
                    "SecurityGroupRuleExists",
                    "Security group rule already exists. Rule id is "
                            + rule.path("id").asText() + ".");
        });
    }

    private static boolean isSame(ObjectNode asked, ObjectNode rule) {
        return SAME.stream().allMatch(key -> text(asked, key).equals(text(rule, key)))
                && prefix(asked).equals(prefix(rule));
    }

    private static String prefix(ObjectNode rule) {
        String prefix = text(rule, "remote_ip_prefix");
        return EVERYWHERE.contains(prefix) ? "" : prefix;
    }

    private static String text(ObjectNode rule, String key) {
        String standard = key.equals("ethertype") ? "IPv4" : "";
        return rule.hasNonNull(key) ? rule.path(key).asText() : standard;
    }
}
