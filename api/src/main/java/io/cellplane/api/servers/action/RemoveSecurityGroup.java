package io.cellplane.api.servers.action;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.http.Call;
import io.cellplane.api.policy.Rule;
import io.cellplane.contracts.failure.Failure;
import io.micronaut.http.HttpResponse;
import jakarta.inject.Singleton;
import java.util.List;

/** {@code removeSecurityGroup}: no port of the server is in the group any more. */
@Singleton
final class RemoveSecurityGroup implements ServerAction {
    private final GroupsOfPorts groups;

    RemoveSecurityGroup(GroupsOfPorts groups) {
        this.groups = groups;
    }

    @Override
    public String key() {
        return "removeSecurityGroup";
    }

    @Override
    public Rule rule() {
        return Rule.SECURITY_GROUPS_REMOVE;
    }

    /** @throws io.cellplane.contracts.failure.Refused 404, also when no port is in it; 409 */
    @Override
    public HttpResponse<?> act(Call call, String id) {
        String name = GroupsOfPorts.name(call);
        List<JsonNode> ports = groups.ports(call, id);
        String group = groups.id(call, name);
        boolean wasIn = false;
        for (JsonNode port : ports) {
            wasIn |= groups.change(call, port, its -> its.remove(group));
        }
        if (!wasIn) {
            throw Failure.API_NOT_FOUND.refused(
                    "Security group %s not associated with the instance %s".formatted(name, id));
        }
        return HttpResponse.accepted();
    }
}
