package io.cellplane.standins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.openstack.ServiceAway;
import io.cellplane.openstack.http.Answer;
import io.cellplane.openstack.identity.UnifiedLimits;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnifiedLimitsTest {
    private static final String REGISTERED = "registered_limits";

    @TempDir
    Path data;

    private StandInCloud cloud;
    private String admin;
    private String project;

    @BeforeEach
    void open() throws Exception {
        cloud = new StandInCloud(data);
        admin = cloud.login("admin", "admin-pw", "admin");
        project = cloud.identity.projectId("demo");
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private Answer call(String method, String path, @Nullable String body, String token) {
        return cloud.call(cloud.identity.address(), method, "/v3/" + path, body, token);
    }

    private String service(String type) {
        return call("GET", "services?type=" + type, null, admin)
                .good()
                .at("/services/0/id")
                .asText();
    }

    private Answer register(String type, String region, int limit) {
        return call("POST", REGISTERED, """
                {"registered_limits": [
                  {"service_id": "%s", "region_id": %s, "resource_name": "servers", "default_limit": %d}]}
                """.formatted(service(type), region, limit), admin);
    }

    private Answer limit(String region, int limit) {
        return call("POST", "limits", """
                {"limits": [{"service_id": "%s", "region_id": %s, "project_id": "%s", "resource_name": "servers",
                  "resource_limit": %d}]}
                """.formatted(service("compute"), region, project, limit), admin);
    }

    private static String id(Answer answer, String list) {
        return answer.good().path(list).path(0).path("id").asText();
    }

    @Test
    void those_of_compute_in_one_region_are_read_for_any_project() {
        assertThat(register("compute", "null", 10).status()).isEqualTo(201);
        assertThat(register("compute", "\"RegionOne\"", -1).status()).isEqualTo(201);
        register("image", "null", 30);
        assertThat(limit("null", 3).status()).isEqualTo(201);

        UnifiedLimits nowhere = cloud.clients.unifiedLimits("");
        assertThat(nowhere.registered()).isEqualTo(Map.of("servers", 10));
        assertThat(nowhere.of(project)).isEqualTo(Map.of("servers", 3));
        assertThat(nowhere.of(cloud.identity.projectId("admin"))).isEmpty();
        assertThat(nowhere.of("no id")).isEmpty();
        UnifiedLimits region = cloud.clients.unifiedLimits("RegionOne");
        assertThat(region.of(project)).isEmpty();
        assertThat(region.registered()).isEqualTo(Map.of("servers", -1));
        assertThat(cloud.clients.unifiedLimits("Elsewhere").registered()).isEmpty();
    }

    @Test
    void whoever_logs_in_for_a_project_is_told_its_limits_alone() {
        register("compute", "null", 10);
        limit("null", 3);
        String all = "{\"system\": {\"all\": true}}";
        for (String user : new String[] {"admin", "cellplane"}) {
            String password = user.equals("admin") ? "admin-pw" : "own-pw";
            String system = cloud.loginFor(user, password, all);
            assertThat(call("GET", "limits", null, system).good().path("limits"))
                    .hasSize(1);
        }
        assertThat(call("GET", "limits", null, admin).good().path("limits")).isEmpty();
        String demo = cloud.login("demo", "demo-pw", "demo");
        assertThat(call("GET", "limits", null, demo).good().path("limits")).hasSize(1);
        assertThat(call("POST", "limits", "{\"limits\": []}", demo).status()).isEqualTo(403);
        assertThat(call("GET", "services", null, demo).status()).isEqualTo(403);
    }

    @Test
    void without_a_role_on_the_system_nothing_is_known() {
        JsonNode users = call("GET", "users?name=cellplane", null, admin).good().path("users");
        String grants = "system/users/" + users.at("/0/id").asText() + "/roles";
        JsonNode roles = call("GET", grants, null, admin).good().path("roles");
        assertThat(roles.findValuesAsText("name")).containsExactly("reader");
        call("DELETE", grants + "/" + roles.at("/0/id").asText(), null, admin);
        UnifiedLimits limits = cloud.clients.unifiedLimits("");
        assertThatThrownBy(limits::registered).isInstanceOf(ServiceAway.class).hasMessageContaining("for the system");
    }

    @Test
    void a_limit_is_changed_and_removed_and_needs_one_that_is_registered() {
        assertThat(limit("null", 3).status()).isEqualTo(403);
        String registered = id(register("compute", "null", 10), REGISTERED);
        assertThat(register("compute", "null", 11).status()).isEqualTo(409);
        assertThat(register("compute", "\"r\"", -2).status()).isEqualTo(400);
        String limit = id(limit("null", 3), "limits");
        assertThat(limit("null", 3).status()).isEqualTo(409);
        assertThat(call("DELETE", REGISTERED + "/" + registered, null, admin).status())
                .isEqualTo(403);
        assertThat(call("PATCH", "limits/" + limit, "{\"limit\": {\"resource_limit\": 4}}", admin)
                        .good()
                        .at("/limit/resource_limit")
                        .asInt())
                .isEqualTo(4);
        call("PATCH", REGISTERED + "/" + registered, "{\"registered_limit\": {\"default_limit\": 12}}", admin);
        assertThat(call("GET", REGISTERED + "/" + registered, null, admin)
                        .good()
                        .at("/registered_limit/default_limit")
                        .asInt())
                .isEqualTo(12);
        assertThat(call("DELETE", "limits/" + limit, null, admin).status()).isEqualTo(204);
        assertThat(call("DELETE", REGISTERED + "/" + registered, null, admin).status())
                .isEqualTo(204);
        assertThat(call("GET", REGISTERED + "/" + registered, null, admin).status())
                .isEqualTo(404);
        assertThat(call("GET", "limits/model", null, admin)
                        .good()
                        .at("/model/name")
                        .asText())
                .isEqualTo("flat");
    }
}
