package io.cellplane.api.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.api.schema.Values;
import io.cellplane.api.servers.view.Addresses;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A rule that a group is to have, as Nova reads and checks it. */
final class NewRule {
    private static final Set<String> WITH_PORTS = Set.of("TCP", "UDP");
    private static final String ICMP = "ICMP";

    private final JsonNode asked;
    private final @Nullable String protocol;

    NewRule(JsonNode asked) {
        this.asked = asked;
        this.protocol = blankless("ip_protocol");
    }

    /**
     * As the network service takes it.
     *
     * @param parent the group that it is to be of
     * @param source the group that it lets in; null when it lets in addresses
     * @throws io.cellplane.contracts.failure.Refused 400 when it is none
     */
    ObjectNode fields(String parent, @Nullable String source) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        fields.put("direction", "ingress").put("ethertype", "IPv4").put("security_group_id", parent);
        if (source == null) {
            String cidr = cidr();
            fields.put("remote_ip_prefix", cidr).put("ethertype", cidr.contains(":") ? "IPv6" : "IPv4");
        } else {
            fields.put("remote_group_id", source);
        }
        String from = port("from_port");
        String to = port("to_port");
        String upper = protocol == null ? "" : protocol.toUpperCase(Locale.ROOT);
        if (source != null && from == null && to == null) {
            // Who lets a group in and says no more lets all of the protocol in.
            from = WITH_PORTS.contains(upper) ? "1" : upper.equals(ICMP) ? "-1" : null;
            to = WITH_PORTS.contains(upper) ? "65535" : from;
        }
        if (protocol != null && from != null && to != null) {
            ranged(fields, protocol, number(from, upper), number(to, upper));
        } else if (source == null) {
            throw Values.bad("Not enough parameters to build a valid rule.");
        }
        return fields;
    }

    private static void ranged(ObjectNode fields, String protocol, int from, int to) {
        String upper = protocol.toUpperCase(Locale.ROOT);
        if (!WITH_PORTS.contains(upper) && !upper.equals(ICMP)) {
            throw Values.bad("Invalid IP protocol " + protocol + ".");
        }
        if (WITH_PORTS.contains(upper)) {
            if (from > to) {
                throw range(from, to, "Former value cannot be greater than the later");
            }
            if (from < 1 || to > 65_535) {
                throw range(from, to, "Valid " + upper + " ports should be between 1-65535");
            }
        } else if (Math.min(from, to) < -1 || Math.max(from, to) > 255) {
            throw range(from, to, "For ICMP, the type:code must be valid");
        }
        fields.put("protocol", upper.toLowerCase(Locale.ROOT));
        if (from != -1) {
            fields.put("port_range_min", from);
        }
        if (to != -1) {
            fields.put("port_range_max", to);
        }
    }

    private static RuntimeException range(int from, int to, String why) {
        return Values.bad("Invalid port range %d:%d. %s".formatted(from, to, why));
    }

    private static int number(String text, String protocol) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw Values.bad("Invalid input received: "
                    + (protocol.equals(ICMP)
                            ? "Type and Code must be integers for ICMP protocol type"
                            : "To and From ports must be integers"));
        }
    }

    private String cidr() {
        String cidr = blankless("cidr");
        if (cidr == null) {
            return "0.0.0.0/0";
        }
        String[] parts = cidr.split("/", -1);
        boolean isV4 = Addresses.isV4(parts[0]);
        boolean isNetwork = parts.length == 2
                && (isV4 || Addresses.isV6(parts[0]))
                && Values.number(parts[1])
                        .filter(prefix -> prefix <= (isV4 ? 32 : 128))
                        .isPresent();
        if (!isNetwork) {
            throw Values.bad(cidr + " is not a valid IP network.");
        }
        if (parts[1].matches("0+") && !Set.of("0.0.0.0", "::").contains(parts[0])) {
            throw Values.bad("Bad prefix for network in cidr " + cidr);
        }
        return cidr;
    }

    private @Nullable String port(String field) {
        return Values.text(asked.path(field));
    }

    private @Nullable String blankless(String field) {
        String text = Values.text(asked.path(field));
        return text == null || text.isEmpty() ? null : text;
    }
}
