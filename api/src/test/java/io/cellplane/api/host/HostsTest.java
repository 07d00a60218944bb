package io.cellplane.api.host;

import static io.cellplane.api.KnownUsers.ADMIN;
import static io.cellplane.api.KnownUsers.MEMBER;
import static io.cellplane.api.KnownUsers.READER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.Cloud;
import io.cellplane.api.Cloud.Answer;
import io.cellplane.db.control.AllocationRow;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Aggregates, zones, services and hypervisors over the same hosts. */
class HostsTest {
    private static Cloud cloud;
    private static UUID busy;

    @BeforeAll
    static void start() {
        cloud = Cloud.start("hosts");
        busy = cloud.addHost("busy", "cell1");
        for (String host : List.of("free", "zoned", "served", "shy")) {
            cloud.addHost(host, "cell2");
        }
        UUID server = UUID.randomUUID();
        cloud.api()
                .allocations()
                .saveAll(List.of(
                        new AllocationRow(server, busy, "VCPU", 2, "server", server),
                        new AllocationRow(server, busy, "MEMORY_MB", 2048, "server", server)));
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    private static int aggregate(String name, @Nullable String zone) {
        return cloud.call(
                        ADMIN,
                        "2.1",
                        "POST",
                        "/v2.1/os-aggregates",
                        "{\"aggregate\":{\"name\":\"%s\",\"availability_zone\":%s}}"
                                .formatted(name, zone == null ? "null" : "\"" + zone + "\""))
                .body()
                .at("/aggregate/id")
                .asInt();
    }

    private static Answer act(int id, String action, String body) {
        return cloud.call(
                ADMIN, "2.1", "POST", "/v2.1/os-aggregates/" + id + "/action", "{\"%s\":%s}".formatted(action, body));
    }

    @Test
    void a_host_is_in_one_zone_only_and_servers_do_not_change_theirs() {
        int one = aggregate("one", "az1");
        int two = aggregate("two", "az2");
        long before = cloud.api().hostStates().find("zoned").orElseThrow().version();
        assertThat(act(one, "add_host", "{\"host\":\"zoned\"}")
                        .body()
                        .at("/aggregate/hosts/0")
                        .asText())
                .isEqualTo("zoned");
        assertThat(cloud.api().hostStates().find("zoned").orElseThrow().version())
                .isGreaterThan(before);
        assertThat(act(two, "add_host", "{\"host\":\"zoned\"}").status()).isEqualTo(409);
        assertThat(act(one, "add_host", "{\"host\":\"zoned\"}").message())
                .isEqualTo("Aggregate %d already has host zoned.".formatted(one));
        assertThat(act(one, "add_host", "{\"host\":\"nowhere\"}").message())
                .isEqualTo("Compute host nowhere could not be found.");
        assertThat(act(one, "add_host", "{\"host\":\"busy\"}").status()).isEqualTo(409);
        assertThat(cloud.get(READER, "2.1", "/v2.1/os-availability-zone").body().toString())
                .contains("\"az1\"", "\"nova\"")
                .doesNotContain("az2");
        assertThat(cloud.call(ADMIN, "2.1", "DELETE", "/v2.1/os-aggregates/" + one, null)
                        .status())
                .isEqualTo(400);
        assertThat(act(one, "remove_host", "{\"host\":\"zoned\"}").status()).isEqualTo(200);
        assertThat(act(one, "remove_host", "{\"host\":\"zoned\"}").status()).isEqualTo(404);
        assertThat(cloud.call(ADMIN, "2.1", "DELETE", "/v2.1/os-aggregates/" + one, null)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aggregates_change_by_name_and_metadata() {
        int id = aggregate("meta", null);
        assertThat(act(id, "set_metadata", "{\"metadata\":{\"ssd\":\"true\",\"old\":\"x\"}}")
                        .status())
                .isEqualTo(200);
        JsonNode metadata =
                act(id, "set_metadata", "{\"metadata\":{\"old\":null}}").body().at("/aggregate/metadata");
        assertThat(metadata.toString()).isEqualTo("{\"ssd\":\"true\"}");
        Answer renamed =
                cloud.call(ADMIN, "2.41", "PUT", "/v2.1/os-aggregates/" + id, "{\"aggregate\":{\"name\":\"renamed\"}}");
        assertThat(renamed.body().at("/aggregate/name").asText()).isEqualTo("renamed");
        assertThat(renamed.body().at("/aggregate/uuid").asText()).hasSize(36);
        assertThat(cloud.get(ADMIN, "2.1", "/v2.1/os-aggregates/" + id)
                        .body()
                        .at("/aggregate")
                        .has("uuid"))
                .isFalse();
        assertThat(cloud.get(ADMIN, "2.1", "/v2.1/os-aggregates/99999").status())
                .isEqualTo(404);
        assertThat(cloud.get(MEMBER, "2.1", "/v2.1/os-aggregates").status()).isEqualTo(403);
    }

    @Test
    void services_are_disabled_and_forced_down_by_host_and_by_id() {
        String host = "{\"host\":\"served\",\"binary\":\"nova-compute\"%s}";
        assertThat(cloud.call(
                                ADMIN,
                                "2.1",
                                "PUT",
                                "/v2.1/os-services/disable-log-reason",
                                host.formatted(",\"disabled_reason\":\"dust\""))
                        .body()
                        .at("/service/disabled_reason")
                        .asText())
                .isEqualTo("dust");
        JsonNode old =
                cloud.get(ADMIN, "2.1", "/v2.1/os-services?host=served").body().at("/services/0");
        assertThat(old.path("id").isInt()).isTrue();
        assertThat(old.has("forced_down")).isFalse();
        assertThat(old.path("status").asText()).isEqualTo("disabled");
        JsonNode now =
                cloud.get(ADMIN, "2.53", "/v2.1/os-services?host=served").body().at("/services/0");
        String path = "/v2.1/os-services/" + now.path("id").asText();
        JsonNode updated = cloud.call(ADMIN, "2.53", "PUT", path, "{\"status\":\"enabled\",\"forced_down\":true}")
                .body()
                .path("service");
        assertThat(updated.path("state").asText()).isEqualTo("down");
        assertThat(updated.path("status").asText()).isEqualTo("enabled");
        assertThat(cloud.call(ADMIN, "2.53", "PUT", path, "{\"disabled_reason\":\"x\"}")
                        .status())
                .isEqualTo(400);
        assertThat(cloud.call(ADMIN, "2.53", "PUT", path, "{}").status()).isEqualTo(400);
        assertThat(cloud.call(ADMIN, "2.10", "PUT", "/v2.1/os-services/force-down", host.formatted(""))
                        .status())
                .isEqualTo(404);
        assertThat(cloud.call(ADMIN, "2.1", "PUT", "/v2.1/os-services/nonsense", host.formatted(""))
                        .status())
                .isEqualTo(404);
        assertThat(cloud.call(
                                ADMIN,
                                "2.53",
                                "PUT",
                                "/v2.1/os-services/" + UUID.randomUUID(),
                                "{\"status\":\"enabled\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void hypervisors_show_what_is_used() {
        JsonNode old =
                cloud.get(ADMIN, "2.1", "/v2.1/os-hypervisors/detail").body().at("/hypervisors/0");
        assertThat(old.path("hypervisor_hostname").asText()).isEqualTo("busy");
        assertThat(old.path("id").isInt()).isTrue();
        assertThat(old.path("cpu_info").isTextual()).isTrue();
        assertThat(old.path("vcpus_used").asInt()).isEqualTo(2);
        assertThat(old.path("memory_mb_used").asInt()).isEqualTo(2560);
        assertThat(old.path("running_vms").asInt()).isEqualTo(1);
        JsonNode now =
                cloud.get(ADMIN, "2.53", "/v2.1/os-hypervisors/" + busy).body().path("hypervisor");
        assertThat(now.path("cpu_info").isObject()).isTrue();
        assertThat(now.path("id").asText()).isEqualTo(busy.toString());
        assertThat(cloud.get(
                                ADMIN,
                                "2.1",
                                "/v2.1/os-hypervisors/" + old.path("id").asInt())
                        .status())
                .isEqualTo(200);
        assertThat(cloud.get(ADMIN, "2.1", "/v2.1/os-hypervisors/statistics")
                        .body()
                        .at("/hypervisor_statistics/count")
                        .asInt())
                .isEqualTo(5);
        assertThat(cloud.get(ADMIN, "2.1", "/v2.1/os-hypervisors/bus/search")
                        .body()
                        .path("hypervisors"))
                .hasSize(1);
        assertThat(cloud.get(ADMIN, "2.53", "/v2.1/os-hypervisors/bus/search").status())
                .isEqualTo(404);
        assertThat(cloud.get(ADMIN, "2.53", "/v2.1/os-hypervisors?hypervisor_hostname_pattern=none")
                        .status())
                .isEqualTo(404);
        assertThat(cloud.get(ADMIN, "2.53", "/v2.1/os-hypervisors?hypervisor_hostname_pattern=b&limit=1")
                        .status())
                .isEqualTo(400);
        assertThat(cloud.get(ADMIN, "2.53", "/v2.1/os-hypervisors?limit=1")
                        .body()
                        .has("hypervisors_links"))
                .isTrue();
    }

    @Test
    void limits_follow_the_microversions() {
        JsonNode old = cloud.get(MEMBER, "2.1", "/v2.1/limits").body().at("/limits/absolute");
        assertThat(old.path("maxTotalCores").asInt()).isEqualTo(20);
        assertThat(old.has("maxImageMeta")).isTrue();
        JsonNode now =
                cloud.get(MEMBER, "2.57", "/v2.1/limits?reserved=0").body().at("/limits/absolute");
        assertThat(now.has("maxImageMeta")).isFalse();
        assertThat(now.has("maxPersonality")).isFalse();
        assertThat(cloud.get(MEMBER, "2.75", "/v2.1/limits?reserved=0").status())
                .isEqualTo(400);
        assertThat(cloud.get(MEMBER, "2.1", "/v2.1/limits?tenant_id=other").status())
                .isEqualTo(403);
        assertThat(cloud.get(ADMIN, "2.1", "/v2.1/limits?tenant_id=other").status())
                .isEqualTo(200);
        assertThat(cloud.get(MEMBER, "2.1", "/v2.1/extensions").body().path("extensions"))
                .isNotEmpty();
    }
}
