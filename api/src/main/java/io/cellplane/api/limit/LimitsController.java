package io.cellplane.api.limit;

import io.cellplane.api.http.Call;
import io.cellplane.api.http.Route;
import io.cellplane.api.policy.Rule;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.LimitSource;
import io.cellplane.db.control.QuotaResource;
import io.cellplane.db.control.QuotaUsageRow;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code /limits}. */
@Controller("/v2.1/limits")
@ExecuteOn(TaskExecutors.BLOCKING)
final class LimitsController {
    private final ApiDatabase api;
    private final LimitSource source;

    LimitsController(ApiDatabase api, LimitSource source) {
        this.api = api;
        this.source = source;
    }

    @Get
    @Route(rule = Rule.LIMITS, owner = Route.Owner.NOBODY, query = "limits/show")
    Map<String, Object> show(Call call) {
        String project = call.query().text("tenant_id");
        if (project == null) {
            project = call.project();
        } else if (!project.equals(call.token().projectId())) {
            call.authorize(Rule.LIMITS_OTHER_PROJECT);
        }
        return Map.of(
                "limits",
                Map.of(
                        "rate",
                        List.of(),
                        "absolute",
                        absolute(
                                call,
                                source.of(project, "").project(),
                                api.quota().usageOf(project),
                                api.serverGroups().count(project))));
    }

    private Map<String, Object> absolute(Call call, Map<QuotaResource, Integer> most, QuotaUsageRow used, int groups) {
        Map<String, Object> limits = new TreeMap<>();
        limits.put("maxTotalInstances", most.get(QuotaResource.INSTANCES));
        limits.put("maxTotalCores", most.get(QuotaResource.CORES));
        limits.put("maxTotalRAMSize", most.get(QuotaResource.RAM));
        limits.put("maxTotalKeypairs", most.get(QuotaResource.KEY_PAIRS));
        limits.put("maxServerMeta", most.get(QuotaResource.METADATA_ITEMS));
        limits.put("maxServerGroups", most.get(QuotaResource.SERVER_GROUPS));
        limits.put("maxServerGroupMembers", most.get(QuotaResource.SERVER_GROUP_MEMBERS));
        limits.put("totalInstancesUsed", used.instances());
        limits.put("totalCoresUsed", used.cores());
        limits.put("totalRAMUsed", used.ram());
        limits.put("totalServerGroupsUsed", groups);
        if (!call.since(36)) {
            limits.put("maxSecurityGroups", most.get(QuotaResource.SECURITY_GROUPS));
            limits.put("maxSecurityGroupRules", most.get(QuotaResource.SECURITY_GROUP_RULES));
            limits.put("maxTotalFloatingIps", most.get(QuotaResource.FLOATING_IPS));
            limits.put("totalSecurityGroupsUsed", 0);
            limits.put("totalFloatingIpsUsed", 0);
        }
        if (!call.since(39)) {
            limits.put("maxImageMeta", most.get(QuotaResource.METADATA_ITEMS));
        }
        if (!call.since(57)) {
            limits.put("maxPersonality", most.get(QuotaResource.INJECTED_FILES));
            limits.put("maxPersonalitySize", most.get(QuotaResource.INJECTED_FILE_CONTENT_BYTES));
        }
        return limits;
    }
}
