package io.cellplane.api.http;

import static io.cellplane.api.KnownUsers.ADMIN;
import static io.cellplane.api.KnownUsers.MANAGER;
import static io.cellplane.api.KnownUsers.MEMBER;
import static io.cellplane.api.KnownUsers.PROJECT;
import static io.cellplane.api.KnownUsers.READER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.Cloud;
import io.cellplane.api.Cloud.Answer;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Nova answers beside its resources: links, versions, words, and to whom. */
class NovasAnswersTest {
    private static Cloud cloud;
    private static String base = "";

    @BeforeAll
    static void start() {
        cloud = Cloud.start("answers");
        base = "http://127.0.0.1:" + cloud.server().port();
        for (int i = 1; i < 4; i++) {
            cloud.call(
                    ADMIN,
                    "2.1",
                    "POST",
                    "/v2.1/flavors",
                    "{\"flavor\": {\"name\": \"f%1$d\", \"id\": \"f%1$d\", \"ram\": 1, \"vcpus\": 1, \"disk\": 1}}"
                            .formatted(i));
        }
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    private static String href(Answer answer, String pointer) {
        return answer.body().at(pointer).asText();
    }

    @Test
    void links_lead_back_by_the_way_the_client_came() {
        Answer plain = cloud.get(MEMBER, "2.1", "/v2.1/flavors?limit=1");
        assertThat(href(plain, "/flavors/0/links/0/href")).isEqualTo(base + "/v2.1/flavors/f1");
        assertThat(href(plain, "/flavors_links/0/href")).startsWith(base + "/v2.1/flavors?");
        for (String version : new String[] {"v2", "v2.1"}) {
            String root = "/" + version + "/" + PROJECT;
            Answer scoped = cloud.get(MEMBER, "2.1", root + "/flavors?limit=1");
            assertThat(href(scoped, "/flavors/0/links/0/href")).isEqualTo(base + root + "/flavors/f1");
            assertThat(href(scoped, "/flavors/0/links/1/href")).isEqualTo(base + "/" + PROJECT + "/flavors/f1");
            String next = href(scoped, "/flavors_links/0/href");
            assertThat(next).startsWith(base + root + "/flavors?").contains("marker=f1");
            assertThat(href(cloud.get(MEMBER, "2.1", next.substring(base.length())), "/flavors/0/id"))
                    .isEqualTo("f2");
        }
        assertThat(href(cloud.get(MEMBER, "2.1", "/v2/flavors/f1"), "/flavor/links/0/href"))
                .isEqualTo(base + "/v2/flavors/f1");
    }

    @Test
    void the_legacy_api_knows_no_microversions() {
        Answer answer = cloud.get(MEMBER, "2.79", "/v2/flavors/f1");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("OpenStack-API-Version")).isEmpty();
        assertThat(answer.header("X-OpenStack-Nova-API-Version")).isEmpty();
        assertThat(answer.header("Vary")).isEmpty();
        assertThat(answer.header("X-OpenStack-Request-ID")).startsWith("req-");
    }

    @Test
    void the_legacy_api_strips_names() {
        String body = "{\"flavor\": {\"name\": \" wide \", \"id\": \"wide\", \"ram\": 1, \"vcpus\": 1, \"disk\": 1}}";
        assertThat(cloud.call(ADMIN, "2.1", "POST", "/v2.1/flavors", body).status())
                .isEqualTo(400);
        Answer made = cloud.call(ADMIN, "2.1", "POST", "/v2/flavors", body);
        assertThat(made.status()).isEqualTo(200);
        assertThat(href(made, "/flavor/name")).isEqualTo("wide");
        assertThat(cloud.call(ADMIN, "2.1", "POST", "/v2/os-aggregates", "{\"aggregate\": {\"name\": \"  \"}}")
                        .status())
                .isEqualTo(400);
    }

    private static Answer asking(String token, String version) {
        return cloud.send(cloud.request("GET", "/v2.1/flavors", null)
                .header("X-Auth-Token", token)
                .header("OpenStack-API-Version", version));
    }

    @Test
    void the_service_without_a_number_asks_for_the_oldest_version() {
        Answer answer = asking(MEMBER, "compute");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("OpenStack-API-Version")).isEqualTo("compute 2.1");
    }

    @Test
    void who_it_is_comes_before_which_version() {
        for (String version : new String[] {"compute 2.999", "compute nonsense"}) {
            Answer answer = asking("nobody", version);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.body().at("/error/title").asText()).isEqualTo("Unauthorized");
            assertThat(answer.header("WWW-Authenticate")).matches("Keystone uri=\"http://.*/v3\"");
        }
    }

    private static Answer act(String version, String body) {
        return cloud.call(MEMBER, version, "POST", "/v2.1/servers/" + UUID.randomUUID() + "/action", body);
    }

    @Test
    void an_action_of_other_microversions_is_not_found() {
        assertThat(act("2.43", "{\"addFixedIp\": {}}").status()).isEqualTo(400);
        assertThat(act("2.44", "{\"addFixedIp\": {}}").status()).isEqualTo(404);
        assertThat(act("2.5", "{\"os-getVNCConsole\": {}}").status()).isEqualTo(501);
        assertThat(act("2.6", "{\"os-getVNCConsole\": {}}").status()).isEqualTo(404);
        Answer dump = act("2.16", "{\"trigger_crash_dump\": null}");
        assertThat(dump.status()).isEqualTo(404);
        assertThat(dump.message()).isEqualTo("The resource could not be found.");
        assertThat(act("2.79", "{\"dance\": null}").message()).isEqualTo("There is no such action: dance");
    }

    @Test
    void two_actions_at_once_are_no_action() {
        for (String body :
                new String[] {"{\"os-start\": null, \"os-stop\": null}", "{\"rebuild\": {}, \"a\": 1}", "{}"}) {
            Answer answer = act("2.1", body);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.message()).isEqualTo("Malformed request body");
        }
    }

    @Test
    void whoever_reads_keeps_key_pairs_of_its_own() {
        assertThat(cloud.call(READER, "2.1", "POST", "/v2.1/os-keypairs", "{\"keypair\": {\"name\": \"mine\"}}")
                        .status())
                .isEqualTo(200);
        assertThat(cloud.call(READER, "2.1", "DELETE", "/v2.1/os-keypairs/mine", null)
                        .status())
                .isEqualTo(202);
    }

    @Test
    void a_change_of_an_aggregates_zone_that_cannot_be_is_a_bad_request() {
        cloud.addHost("zoned", "cell1");
        int one = aggregate("one", "\"zone1\"");
        int two = aggregate("two", "null");
        for (int id : new int[] {one, two}) {
            assertThat(cloud.call(
                                    ADMIN,
                                    "2.1",
                                    "POST",
                                    "/v2.1/os-aggregates/" + id + "/action",
                                    "{\"add_host\": {\"host\": \"zoned\"}}")
                            .status())
                    .isEqualTo(200);
        }
        String path = "/v2.1/os-aggregates/" + two;
        Answer update = cloud.call(ADMIN, "2.1", "PUT", path, "{\"aggregate\": {\"availability_zone\": \"zone2\"}}");
        assertThat(update.status()).isEqualTo(400);
        assertThat(update.message()).startsWith("Cannot update aggregate " + two);
        Answer set = cloud.call(
                ADMIN,
                "2.1",
                "POST",
                path + "/action",
                "{\"set_metadata\": {\"metadata\": {\"availability_zone\": \"zone2\"}}}");
        assertThat(set.status()).isEqualTo(400);
        int three = aggregate("three", "\"zone3\"");
        assertThat(cloud.call(
                                ADMIN,
                                "2.1",
                                "POST",
                                "/v2.1/os-aggregates/" + three + "/action",
                                "{\"add_host\": {\"host\": \"zoned\"}}")
                        .status())
                .isEqualTo(409);
    }

    private static int aggregate(String name, String zone) {
        return cloud.call(
                        ADMIN,
                        "2.1",
                        "POST",
                        "/v2.1/os-aggregates",
                        "{\"aggregate\": {\"name\": \"%s\", \"availability_zone\": %s}}".formatted(name, zone))
                .body()
                .at("/aggregate/id")
                .asInt();
    }

    @Test
    void hypervisors_say_that_they_have_no_servers_and_are_found_in_any_case() {
        UUID uuid = cloud.addHost("Rack-7", "cell1");
        String show = "/v2.1/os-hypervisors/" + uuid + "?with_servers=true";
        assertThat(cloud.get(ADMIN, "2.75", show)
                        .body()
                        .at("/hypervisor/servers")
                        .isArray())
                .isTrue();
        assertThat(cloud.get(ADMIN, "2.74", show).body().at("/hypervisor").has("servers"))
                .isFalse();
        assertThat(cloud.get(ADMIN, "2.75", "/v2.1/os-hypervisors/" + uuid)
                        .body()
                        .at("/hypervisor")
                        .has("servers"))
                .isFalse();
        Answer found = cloud.get(ADMIN, "2.53", "/v2.1/os-hypervisors?hypervisor_hostname_pattern=rACK");
        assertThat(found.body().at("/hypervisors/0/hypervisor_hostname").asText())
                .isEqualTo("Rack-7");
        Answer none = cloud.get(ADMIN, "2.53", "/v2.1/os-hypervisors/7");
        assertThat(none.status()).isEqualTo(400);
        assertThat(none.message()).isEqualTo("Invalid uuid 7");
        assertThat(cloud.get(ADMIN, "2.53", "/v2.1/os-hypervisors/" + UUID.randomUUID())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void a_zone_tells_of_hosts_that_are_enabled() {
        cloud.addHost("off", "cell1");
        int id = aggregate("dark", "\"dark\"");
        cloud.call(
                ADMIN, "2.1", "POST", "/v2.1/os-aggregates/" + id + "/action", "{\"add_host\": {\"host\": \"off\"}}");
        assertThat(dark().path("hosts").has("off")).isTrue();
        cloud.call(
                ADMIN, "2.1", "PUT", "/v2.1/os-services/disable", "{\"host\": \"off\", \"binary\": \"nova-compute\"}");
        assertThat(dark().toString())
                .isEqualTo("{\"zoneName\":\"dark\",\"zoneState\":{\"available\":false},\"hosts\":null}");
    }

    private static JsonNode dark() {
        for (JsonNode zone : cloud.get(ADMIN, "2.1", "/v2.1/os-availability-zone/detail")
                .body()
                .path("availabilityZoneInfo")) {
            if (zone.path("zoneName").asText().equals("dark")) {
                return zone;
            }
        }
        throw new AssertionError("no such zone");
    }

    @Test
    void services_are_filtered_by_what_is_said() {
        cloud.addHost("said", "cell1");
        int all = cloud.get(ADMIN, "2.1", "/v2.1/os-services")
                .body()
                .path("services")
                .size();
        assertThat(cloud.get(ADMIN, "2.1", "/v2.1/os-services?host=&binary=")
                        .body()
                        .path("services"))
                .hasSize(all);
    }

    @Test
    void who_manages_a_project_sees_its_migrations() {
        assertThat(cloud.get(MANAGER, "2.59", "/v2.1/os-migrations").status()).isEqualTo(200);
        assertThat(cloud.get(MEMBER, "2.59", "/v2.1/os-migrations").status()).isEqualTo(403);
    }
}
