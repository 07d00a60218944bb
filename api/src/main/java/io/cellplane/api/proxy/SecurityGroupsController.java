package io.cellplane.api.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.api.ApiSettings;
import io.cellplane.api.http.Call;
import io.cellplane.api.http.Route;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Values;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.openstack.CallerRefused;
import io.cellplane.openstack.network.NetworkProxy;
import io.cellplane.openstack.network.NetworkProxy.Resource;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import java.util.Map;

/** {@code /os-security-groups}, to 2.35. */
@Controller("/v2.1/os-security-groups")
@ExecuteOn(TaskExecutors.BLOCKING)
final class SecurityGroupsController {
    private static final String BODY = "network-proxies/security-group";

    private final SecurityGroups groups;
    private final NetworkProxy service;
    private final ApiSettings settings;

    SecurityGroupsController(SecurityGroups groups, NetworkProxy service, ApiSettings settings) {
        this.groups = groups;
        this.service = service;
        this.settings = settings;
    }

    @Get
    @Route(
            rule = Rule.SECURITY_GROUPS_GET,
            owner = Route.Owner.NOBODY,
            max = "2.35",
            query = "network-proxies/security-groups-list")
    Map<String, Object> list(Call call) {
        boolean isForAll = call.isAdmin() && call.query().has("all_tenants");
        Map<String, String> filters = isForAll ? Map.of() : Map.of("tenant_id", call.project());
        // As in Nova, no limit and one of zero are the same.
        int asked = call.query().number("limit", 0);
        List<JsonNode> page = service.list(call.tokenText(), Resource.SECURITY_GROUP, filters).stream()
                .skip(call.query().number("offset", 0))
                .limit(asked == 0 ? settings.maxLimit() : Math.min(asked, settings.maxLimit()))
                .sorted(SecurityGroups.BY_PROJECT_AND_NAME)
                .toList();
        return Map.of("security_groups", groups.views(call, page));
    }

    @Get("/{id}")
    @Route(rule = Rule.SECURITY_GROUPS_SHOW, max = "2.35")
    Map<String, Object> show(Call call, String id) {
        return shown(call, groups.one(call, id));
    }

    /** @throws io.cellplane.contracts.failure.Refused 403 when the network service has a reason not to, such as a quota */
    @Post
    @Route(rule = Rule.SECURITY_GROUPS_CREATE, owner = Route.Owner.NOBODY, max = "2.35", body = BODY)
    Map<String, Object> create(Call call) {
        try {
            return shown(call, service.create(call.tokenText(), Resource.SECURITY_GROUP, fields(call)));
        } catch (CallerRefused refused) {
            throw refused.status() == 409 ? Failure.API_FORBIDDEN.refused(refused.words()) : refused;
        }
    }

    @Put("/{id}")
    @Route(rule = Rule.SECURITY_GROUPS_UPDATE, max = "2.35", body = BODY)
    Map<String, Object> update(Call call, String id) {
        String found = groups.one(call, id).path("id").asText();
        return shown(call, service.update(call.tokenText(), Resource.SECURITY_GROUP, found, fields(call)));
    }

    /** @throws io.cellplane.contracts.failure.Refused 400 when a server is in it, or it is the project's default group */
    @Delete("/{id}")
    @Route(rule = Rule.SECURITY_GROUPS_DELETE, max = "2.35")
    HttpResponse<?> delete(Call call, String id) {
        String found = groups.one(call, id).path("id").asText();
        try {
            service.delete(call.tokenText(), Resource.SECURITY_GROUP, found);
        } catch (CallerRefused refused) {
            throw refused.status() == 409 ? Values.bad(refused.words()) : refused;
        }
        return HttpResponse.accepted();
    }

    private static ObjectNode fields(Call call) {
        JsonNode asked = call.body().path("security_group");
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", asked.path("name").asText())
                .put("description", asked.path("description").asText());
    }

    private Map<String, Object> shown(Call call, JsonNode group) {
        return Map.of("security_group", groups.views(call, List.of(group)).getFirst());
    }
}
