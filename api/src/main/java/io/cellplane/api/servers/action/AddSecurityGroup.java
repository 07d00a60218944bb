package io.cellplane.api.servers.action;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.http.Call;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Values;
import io.micronaut.http.HttpResponse;
import jakarta.inject.Singleton;
import java.util.List;

/** {@code addSecurityGroup}: each port of the server is in the group, too. */
@Singleton
final class AddSecurityGroup implements ServerAction {
    private final GroupsOfPorts groups;

    AddSecurityGroup(GroupsOfPorts groups) {
        this.groups = groups;
    }

    @Override
    public String key() {
        return "addSecurityGroup";
    }

    @Override
    public Rule rule() {
        return Rule.SECURITY_GROUPS_ADD;
    }

    /** @throws io.cellplane.contracts.failure.Refused 400 when a port takes no groups: then none is changed; 404; 409 */
    @Override
    public HttpResponse<?> act(Call call, String id) {
        String name = GroupsOfPorts.name(call);
        List<JsonNode> ports = groups.ports(call, id);
        String group = groups.id(call, name);
        if (!ports.stream().allMatch(AddSecurityGroup::takesGroups)) {
            throw Values.bad("Network requires port_security_enabled and subnet associated in order to apply"
                    + " security groups.");
        }
        ports.forEach(port -> groups.change(call, port, its -> its.add(group)));
        return HttpResponse.accepted();
    }

    private static boolean takesGroups(JsonNode port) {
        boolean hasAddress = !port.path("fixed_ips").isEmpty()
                || port.path("ip_allocation").asText().equals("deferred");
        return hasAddress && port.path("port_security_enabled").asBoolean(true);
    }
}
