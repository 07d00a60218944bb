package io.cellplane.openstack.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How ports look on the wire. */
final class PortWire {
    private static final String NORMAL = "normal";

    private PortWire() {}

    static Port read(JsonNode port) {
        List<FixedIp> ips = new ArrayList<>();
        port.path("fixed_ips")
                .forEach(ip -> ips.add(new FixedIp(
                        ip.path("subnet_id").asText(), ip.path("ip_address").asText())));
        Map<String, String> profile = plain(port.path("binding:profile"));
        List<String> groups = new ArrayList<>();
        port.path("security_groups").forEach(group -> groups.add(group.asText()));
        return new Port(
                port.path("id").asText(),
                port.path("name").asText(),
                port.path("network_id").asText(),
                port.path("project_id").asText(port.path("tenant_id").asText()),
                port.path("mac_address").asText(),
                ips,
                port.path("status").asText(),
                port.path("device_id").asText(),
                port.path("device_owner").asText(),
                port.path("binding:host_id").asText(),
                port.path("binding:vif_type").asText("unbound"),
                plain(port.path("binding:vif_details")),
                profile,
                groups,
                port.path("binding:vnic_type").asText(NORMAL),
                isRequest(port.path("resource_request")));
    }

    /** Of today's form, with groups of resources, or of the one before. */
    private static boolean isRequest(JsonNode request) {
        return !request.path("request_groups").isEmpty()
                || !request.path("resources").isEmpty();
    }

    static HostBinding readBinding(JsonNode binding) {
        return new HostBinding(
                binding.path("host").asText(),
                binding.path("status").asText().equals("ACTIVE"),
                binding.path("vif_type").asText("unbound"),
                plain(binding.path("vif_details")),
                plain(binding.path("profile")));
    }

    private static Map<String, String> plain(JsonNode object) {
        Map<String, String> plain = new HashMap<>();
        object.properties().forEach(field -> {
            if (field.getValue().isValueNode()) {
                plain.put(field.getKey(), field.getValue().asText());
            }
        });
        return plain;
    }

    /** One more binding: what the port's own profile says stays true of it when this one becomes the active one. */
    static ObjectNode binding(String host, String operation, JsonNode port) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ObjectNode binding = root.putObject("binding").put("host", host);
        binding.put("vnic_type", port.path("binding:vnic_type").asText(NORMAL));
        ObjectNode profile = binding.putObject("profile");
        if (port.path("binding:profile") instanceof ObjectNode before) {
            profile.setAll(before);
        }
        profile.put(Port.OPERATION, operation);
        return root;
    }

    static ObjectNode write(NewPort asked, String mac) {
        ObjectNode port = bound(asked.binding());
        port.put("network_id", asked.networkId()).put("tenant_id", asked.project());
        port.put("admin_state_up", true).put("mac_address", mac);
        marked(port.putObject("binding:profile"), asked.binding());
        if (!asked.securityGroups().isEmpty()) {
            var groups = port.putArray("security_groups");
            asked.securityGroups().forEach(groups::add);
        }
        String ip = asked.fixedIp();
        if (ip != null) {
            port.putArray("fixed_ips").addObject().put("ip_address", ip);
        }
        return port;
    }

    /** A user's own port, given to a server: what else is in its profile stays. */
    static ObjectNode write(Binding binding, JsonNode profileBefore) {
        ObjectNode port = bound(binding);
        ObjectNode profile = port.putObject("binding:profile");
        if (profileBefore instanceof ObjectNode before) {
            profile.setAll(before);
        }
        marked(profile, binding).put(Port.USERS_OWN, "true");
        return port;
    }

    static ObjectNode free(JsonNode profileBefore) {
        ObjectNode port = JsonNodeFactory.instance.objectNode();
        port.put("device_id", "").put("device_owner", "").put("binding:host_id", "");
        ObjectNode profile = port.putObject("binding:profile");
        if (profileBefore instanceof ObjectNode before) {
            profile.setAll(before);
        }
        profile.remove(List.of(Port.OPERATION, Port.INDEX, Port.SERVER, Port.USERS_OWN, Port.TAG));
        return port;
    }

    static ObjectNode wrapped(ObjectNode port) {
        return JsonNodeFactory.instance.objectNode().set("port", port);
    }

    private static ObjectNode bound(Binding binding) {
        ObjectNode port = JsonNodeFactory.instance.objectNode();
        port.put("device_id", binding.server()).put("device_owner", binding.deviceOwner());
        if (!binding.host().isEmpty()) {
            port.put("binding:host_id", binding.host());
        }
        return port;
    }

    private static ObjectNode marked(ObjectNode profile, Binding binding) {
        if (binding.tag() != null) {
            profile.put(Port.TAG, binding.tag());
        }
        return profile.put(Port.OPERATION, binding.operation())
                .put(Port.SERVER, binding.server())
                .put(Port.INDEX, Integer.toString(binding.index()));
    }
}
