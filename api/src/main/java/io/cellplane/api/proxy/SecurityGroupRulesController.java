package io.cellplane.api.proxy;

import com.fasterxml.jackson.databind.JsonNode;
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
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /os-security-group-rules}, to 2.35. */
@Controller("/v2.1/os-security-group-rules")
@ExecuteOn(TaskExecutors.BLOCKING)
final class SecurityGroupRulesController {
    private final SecurityGroups groups;
    private final NetworkProxy service;

    SecurityGroupRulesController(SecurityGroups groups, NetworkProxy service) {
        this.groups = groups;
        this.service = service;
    }

    /**
     * @throws io.cellplane.contracts.failure.Refused 400 for what is no rule, or is there already; 404 without one of its
     *     groups; 403 over the quota
     */
    @Post
    @Route(
            rule = Rule.SECURITY_GROUPS_RULE_CREATE,
            owner = Route.Owner.NOBODY,
            max = "2.35",
            body = "network-proxies/security-group-rule")
    Map<String, Object> create(Call call) {
        JsonNode asked = call.body().path("security_group_rule");
        String parent = groups.one(call, asked.path("parent_group_id").asText())
                .path("id")
                .asText();
        JsonNode source = asked.hasNonNull("group_id")
                ? groups.one(call, asked.path("group_id").asText())
                : null;
        String sourceId = source == null ? null : source.path("id").asText();
        JsonNode made = add(call, parent, new NewRule(asked), sourceId);
        return Map.of(
                "security_group_rule",
                SecurityGroups.rule(made, source == null ? Map.of() : SecurityGroups.name(source)));
    }

    private JsonNode add(Call call, String parent, NewRule rule, @Nullable String source) {
        try {
            return service.create(call.tokenText(), Resource.SECURITY_GROUP_RULE, rule.fields(parent, source));
        } catch (CallerRefused refused) {
            if (refused.type().equals("SecurityGroupRuleExists")) {
                throw Values.bad("This rule already exists in group " + parent);
            }
            throw refused.status() == 409 ? Failure.API_FORBIDDEN.refused(refused.words()) : refused;
        }
    }

    @Delete("/{id}")
    @Route(rule = Rule.SECURITY_GROUPS_RULE_DELETE, max = "2.35")
    HttpResponse<?> delete(Call call, String id) {
        service.delete(call.tokenText(), Resource.SECURITY_GROUP_RULE, SecurityGroups.id(id));
        return HttpResponse.accepted();
    }
}
