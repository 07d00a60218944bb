package io.cellplane.api.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.http.Call;
import io.cellplane.api.http.Route;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.servers.CallersPorts;
import io.cellplane.api.servers.ServerAccess;
import io.cellplane.openstack.network.NetworkProxy;
import io.cellplane.openstack.network.NetworkProxy.Resource;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code /servers/{id}/os-security-groups}. */
@Controller("/v2.1/servers/{id}/os-security-groups")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ServerSecurityGroupsController {
    private final ServerAccess access;
    private final CallersPorts ports;
    private final SecurityGroups groups;
    private final NetworkProxy service;

    ServerSecurityGroupsController(
            ServerAccess access, CallersPorts ports, SecurityGroups groups, NetworkProxy service) {
        this.access = access;
        this.ports = ports;
        this.groups = groups;
        this.service = service;
    }

    /** As in Nova, a group is there once for each port that is in it, and one that the caller does not see is not. */
    @Get
    @Route(rule = Rule.SECURITY_GROUPS_LIST)
    Map<String, Object> list(Call call, String id) {
        List<String> ids = ports.of(call, access.server(call, id)).stream()
                .flatMap(port -> port.path("security_groups").valueStream())
                .map(JsonNode::asText)
                .toList();
        Map<String, JsonNode> seen = service.some(call.tokenText(), Resource.SECURITY_GROUP, ids).stream()
                .collect(Collectors.toMap(group -> group.path("id").asText(), Function.identity()));
        List<JsonNode> sorted = ids.stream()
                .map(seen::get)
                .filter(Objects::nonNull)
                .sorted(SecurityGroups.BY_PROJECT_AND_NAME)
                .toList();
        return Map.of("security_groups", groups.views(call, sorted));
    }
}
