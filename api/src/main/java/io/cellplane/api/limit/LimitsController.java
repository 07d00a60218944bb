package io.cellplane.api.limit;

import io.cellplane.api.QuotaSettings;
import io.cellplane.api.http.Call;
import io.cellplane.api.http.Route;
import io.cellplane.api.policy.Rule;
import io.cellplane.db.control.ApiDatabase;
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
    private static final int UNKNOWN = -1;

    private final ApiDatabase api;
    private final QuotaSettings quota;

    LimitsController(ApiDatabase api, QuotaSettings quota) {
        this.api = api;
        this.quota = quota;
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
                Map.of("rate", List.of(), "absolute", absolute(call, api.quota().usageOf(project))));
    }

    private Map<String, Object> absolute(Call call, QuotaUsageRow used) {
        Map<String, Object> limits = new TreeMap<>();
        limits.put("maxTotalInstances", quota.instances());
        limits.put("maxTotalCores", quota.cores());
        limits.put("maxTotalRAMSize", quota.ram());
        limits.put("maxTotalKeypairs", quota.keyPairs());
        limits.put("maxServerMeta", quota.metadataItems());
        limits.put("maxServerGroups", quota.serverGroups());
        limits.put("maxServerGroupMembers", quota.serverGroupMembers());
        limits.put("totalInstancesUsed", used.instances());
        limits.put("totalCoresUsed", used.cores());
        limits.put("totalRAMUsed", used.ram());
        limits.put("totalServerGroupsUsed", 0);
        if (!call.since(36)) {
            limits.put("maxSecurityGroups", UNKNOWN);
            limits.put("maxSecurityGroupRules", UNKNOWN);
            limits.put("maxTotalFloatingIps", UNKNOWN);
            limits.put("totalSecurityGroupsUsed", 0);
            limits.put("totalFloatingIpsUsed", 0);
        }
        if (!call.since(39)) {
            limits.put("maxImageMeta", quota.metadataItems());
        }
        if (!call.since(57)) {
            limits.put("maxPersonality", quota.injectedFiles());
            limits.put("maxPersonalitySize", quota.injectedFileContentBytes());
        }
        return limits;
    }
}
