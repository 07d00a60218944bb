package io.cellplane.openstack.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.openstack.ServiceAway;
import io.cellplane.openstack.http.OwnCalls;
import io.cellplane.openstack.http.ServiceHttp;
import java.util.HashMap;
import java.util.Map;

/** Those of a Keystone. */
public final class HttpUnifiedLimits implements UnifiedLimits {
    private static final String IDENTITY = "identity";

    private final OwnCalls calls;
    private final String region;
    private volatile String service = "";

    /**
     * @param http rooted at {@code …/v3}
     * @param system of a login for the whole system: one for a project is shown that project's limits alone
     * @param region whose limits they are; empty: those of no region
     */
    public HttpUnifiedLimits(ServiceHttp http, TokenSource system, String region) {
        this.calls = new OwnCalls(http, system);
        this.region = region;
    }

    @Override
    public Map<String, Integer> registered() {
        service = compute();
        return read("/registered_limits?service_id=" + service, "registered_limits", "default_limit");
    }

    @Override
    public Map<String, Integer> of(String project) {
        if (!ServiceHttp.isId(project)) {
            return Map.of();
        }
        if (service.isEmpty()) {
            service = compute();
        }
        return read("/limits?service_id=" + service + "&project_id=" + project, "limits", "resource_limit");
    }

    private String compute() {
        String id =
                calls.get("/services?type=compute").good().at("/services/0/id").asText();
        if (!ServiceHttp.isId(id)) {
            throw new ServiceAway(IDENTITY, "it has no service of the type compute", null);
        }
        return id;
    }

    private Map<String, Integer> read(String path, String list, String number) {
        JsonNode answer = calls.get(path).good();
        if (answer.path("truncated").asBoolean()) {
            throw new ServiceAway(IDENTITY, "it does not tell all limits", null);
        }
        Map<String, Integer> limits = new HashMap<>();
        for (JsonNode limit : answer.path(list)) {
            if (limit.path("region_id").asText("").equals(region)) {
                limits.put(
                        limit.path("resource_name").asText(), limit.path(number).asInt());
            }
        }
        return limits;
    }
}
