package io.cellplane.api.servers;

import static io.cellplane.api.KnownUsers.ADMIN;
import static io.cellplane.api.KnownUsers.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.servers.ServerCloud.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the API tells of the control level, where Nova tells of its own processes. */
class ControlLevelTest {
    private static ServerCloud cloud;

    @BeforeAll
    static void start() {
        cloud = new ServerCloud(
                ServerCloud.NOWHERE, Map.of("cellplane.quota.instances", -1, "cellplane.quota.cores", -1));
        Instant now = cloud.api.clock().instant();
        cloud.api.processes().seen("conductor", "conductor-1", "1.2.3 abcdef", now);
        cloud.api.processes().seen("conductor", "conductor-2", "1.2.2 fedcba", now.minus(Duration.ofDays(1)));
        cloud.api.processes().seen("conductor", "conductor-2", "1.2.2 fedcba", now.minus(Duration.ofHours(1)));
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    private static JsonNode services(String query) {
        Answer answer = cloud.get(ADMIN, "2.53", "/os-services" + query);
        assertThat(answer.status()).isEqualTo(200);
        return answer.body().path("services");
    }

    @Test
    void conductors_and_schedulers_are_services_too() {
        for (String binary : List.of("nova-conductor", "nova-scheduler")) {
            JsonNode found = services("?binary=" + binary);
            assertThat(found.findValuesAsText("host")).containsExactly("conductor-1", "conductor-2");
            assertThat(found.findValuesAsText("state")).containsExactly("up", "down");
            assertThat(found.findValuesAsText("zone")).containsOnly("internal");
            assertThat(found.findValuesAsText("status")).containsOnly("enabled");
            assertThat(found.get(0).path("forced_down").asBoolean(true)).isFalse();
        }
        assertThat(services("?host=conductor-1").findValuesAsText("binary"))
                .containsExactly("nova-conductor", "nova-scheduler");
        assertThat(services("?host=host1").findValuesAsText("binary")).containsExactly("nova-compute");
        assertThat(services("").findValuesAsText("id")).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(5);
    }

    @Test
    void only_computes_are_enabled_and_disabled() {
        String id = services("?host=conductor-1&binary=nova-conductor")
                .get(0)
                .path("id")
                .asText();
        Answer refused = cloud.call(ADMIN, "2.53", "PUT", "/os-services/" + id, "{\"status\": \"disabled\"}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.message())
                .isEqualTo("Updating a nova-conductor service is not supported. Only nova-compute services can be"
                        + " updated.");
        assertThat(cloud.call(ADMIN, "2.53", "PUT", "/os-services/" + UUID.randomUUID(), "{\"status\": \"enabled\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void they_have_a_zone_of_their_own_that_users_do_not_see() {
        JsonNode zones =
                cloud.get(ADMIN, "2.1", "/os-availability-zone/detail").body().path("availabilityZoneInfo");
        assertThat(zones.findValuesAsText("zoneName")).contains("internal", "nova");
        for (JsonNode zone : zones) {
            if (zone.path("zoneName").asText().equals("internal")) {
                assertThat(zone.at("/zoneState/available").asBoolean()).isTrue();
                assertThat(zone.at("/hosts/conductor-1/nova-conductor/available")
                                .asBoolean())
                        .isTrue();
                assertThat(zone.at("/hosts/conductor-2/nova-scheduler/available")
                                .asBoolean(true))
                        .isFalse();
            }
        }
        assertThat(cloud.get(MEMBER, "2.1", "/os-availability-zone").body().findValuesAsText("zoneName"))
                .doesNotContain("internal");
    }

    @Test
    void what_no_host_did_the_control_level_did() {
        UUID uuid = cloud.resting("locked");
        String request = cloud.act(MEMBER, uuid, "{\"lock\": null}")
                .raw()
                .headers()
                .firstValue("X-Compute-Request-Id")
                .orElseThrow();
        String path = "/servers/" + uuid + "/os-instance-actions/" + request;
        JsonNode event = cloud.get(ADMIN, "2.62", path).body().at("/instanceAction/events/0");
        assertThat(event.path("host").asText()).isEqualTo("control");
        assertThat(event.path("hostId").asText()).matches("[0-9a-f]{56}");
        JsonNode shown = cloud.get(MEMBER, "2.62", path).body().at("/instanceAction/events/0");
        assertThat(shown.has("host")).isFalse();
        assertThat(shown.path("hostId")).isEqualTo(event.path("hostId"));
    }

    @Test
    void whatever_has_a_rule_is_an_extension() {
        List<String> aliases = cloud.get(MEMBER, "2.1", "/extensions").body().findValuesAsText("alias");
        // Tags came with a microversion, after the extensions.
        assertThat(aliases)
                .contains(Stream.of(Rule.values())
                        .map(Rule::id)
                        .filter(id -> id.startsWith("os_compute_api:os-"))
                        .map(id -> id.split(":")[1])
                        .filter(alias -> !alias.equals("os-server-tags"))
                        .toArray(String[]::new))
                .contains("OS-DCF", "OS-EXT-STS", "OS-SRV-USG", "os-server-start-stop", "os-multiple-create", "servers")
                .doesNotHaveDuplicates()
                .isSorted();
        assertThat(cloud.get(MEMBER, "2.1", "/extensions/os-admin-actions").status())
                .isEqualTo(200);
        assertThat(cloud.get(MEMBER, "2.1", "/extensions/os-rescue").status()).isEqualTo(404);
    }

    @Test
    void a_server_on_a_chosen_host_is_in_the_hosts_zone() {
        int aggregate = cloud.call(
                        ADMIN,
                        "2.1",
                        "POST",
                        "/os-aggregates",
                        "{\"aggregate\": {\"name\": \"a\", \"availability_zone\": \"zone1\"}}")
                .body()
                .at("/aggregate/id")
                .asInt();
        cloud.host("zoned", "cell1");
        cloud.host("other", "cell1");
        add(aggregate, "zoned");
        int second = cloud.call(
                        ADMIN,
                        "2.1",
                        "POST",
                        "/os-aggregates",
                        "{\"aggregate\": {\"name\": \"b\", \"availability_zone\": \"zone2\"}}")
                .body()
                .at("/aggregate/id")
                .asInt();
        add(second, "other");
        for (Map.Entry<String, String> one : Map.of(
                        "zone2:zoned", "zone1", "zone1:zoned", "zone1", "zone2:host1", "nova", "nova:zoned", "zone1")
                .entrySet()) {
            Answer made = cloud.boot(ADMIN, "2.79", "placed", ", \"availability_zone\": \"" + one.getKey() + "\"");
            String path = "/servers/" + made.body().at("/server/id").asText();
            assertThat(cloud.get(ADMIN, "2.79", path)
                            .body()
                            .at("/server/OS-EXT-AZ:availability_zone")
                            .asText())
                    .as(one.getKey())
                    .isEqualTo(one.getValue());
        }
    }

    private static void add(int aggregate, String host) {
        assertThat(cloud.call(
                                ADMIN,
                                "2.1",
                                "POST",
                                "/os-aggregates/" + aggregate + "/action",
                                "{\"add_host\": {\"host\": \"" + host + "\"}}")
                        .status())
                .isEqualTo(200);
    }
}
