package io.cellplane.api.servers;

import static io.cellplane.api.KnownUsers.ADMIN;
import static io.cellplane.api.KnownUsers.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.servers.ServerCloud.Answer;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users write on servers and into addresses, in whatever letters. */
class UsersTextTest {
    private static ServerCloud cloud;

    @BeforeAll
    static void start() {
        cloud = new ServerCloud(
                ServerCloud.NOWHERE, Map.of("cellplane.quota.instances", -1, "cellplane.quota.cores", -1));
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @Test
    void metadata_and_tags_that_end_in_a_suffix_are_names_of_their_own() {
        UUID uuid = cloud.resting("suffixes");
        String metadata = "/servers/" + uuid + "/metadata";
        cloud.call(MEMBER, "2.1", "PUT", metadata, "{\"metadata\": {\"app\": \"keep\", \"app.json\": \"drop\"}}");
        assertThat(cloud.call(MEMBER, "2.1", "PUT", metadata + "/app.json", "{\"meta\": {\"app.json\": \"new\"}}")
                        .status())
                .isEqualTo(200);
        assertThat(cloud.get(MEMBER, "2.1", metadata + "/app.json").body().toString())
                .isEqualTo("{\"meta\":{\"app.json\":\"new\"}}");
        assertThat(cloud.call(MEMBER, "2.1", "DELETE", metadata + "/app.json", null)
                        .status())
                .isEqualTo(204);
        assertThat(cloud.get(MEMBER, "2.1", metadata).body().toString()).isEqualTo("{\"metadata\":{\"app\":\"keep\"}}");
        String tags = "/servers/" + uuid + "/tags";
        assertThat(cloud.call(MEMBER, "2.79", "PUT", tags + "/v1.json", null).status())
                .isEqualTo(201);
        assertThat(cloud.get(MEMBER, "2.79", tags).body().toString()).isEqualTo("{\"tags\":[\"v1.json\"]}");
    }

    @ParameterizedTest
    @CsvSource({
        "%F0%9F%90%B1, 🐱",
        "%C3%A9%20b, 'é b'",
        "a%0Ab, 'a\nb'",
        "a%2Bb, a+b",
        "a+b, a+b",
        "a%3Bb%28c%29%21%26%23%3F, a;b(c)!&#?",
        "a;b(c)!&, a;b(c)!&"
    })
    void a_tag_is_told_where_it_is_in_an_address(String encoded, String tag) {
        UUID uuid = cloud.resting("tagged");
        String path = "/servers/" + uuid + "/tags";
        Answer made = cloud.call(MEMBER, "2.79", "PUT", path + "/" + encoded, null);
        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        assertThat(cloud.get(MEMBER, "2.79", path).body().at("/tags/0").asText())
                .isEqualTo(tag);
        String location = made.raw().headers().firstValue("Location").orElseThrow();
        assertThat(location).matches("[!-~]*");
        assertThat(cloud.get(MEMBER, "2.79", location.substring(location.indexOf("/servers")))
                        .status())
                .isEqualTo(204);
        assertThat(cloud.call(MEMBER, "2.79", "DELETE", path + "/" + encoded, null)
                        .status())
                .isEqualTo(204);
    }

    @Test
    void half_a_character_is_refused_wherever_it_stands() {
        UUID uuid = cloud.resting("half");
        String metadata = "/servers/" + uuid + "/metadata";
        assertThat(cloud.call(MEMBER, "2.1", "POST", metadata, "{\"metadata\": {\"a\": \"\\ud83d\"}}")
                        .status())
                .isEqualTo(400);
        assertThat(cloud.get(MEMBER, "2.1", metadata).body().toString()).isEqualTo("{\"metadata\":{}}");
        assertThat(cloud.call(MEMBER, "2.79", "PUT", "/servers/" + uuid + "/tags", "{\"tags\": [\"\\ud83d\"]}")
                        .status())
                .isEqualTo(400);
        assertThat(cloud.boot(MEMBER, "2.79", "half", ", \"metadata\": {\"a\": \"\\udc31\"}")
                        .status())
                .isEqualTo(400);
        assertThat(cloud.call(MEMBER, "2.1", "POST", metadata, "{\"metadata\": {\"a\": \"\\ud83d\\udc31\"}}")
                        .status())
                .isEqualTo(200);
        for (String broken : new String[] {"%FF", "%ED%A0%BD", "%C3"}) {
            assertThat(cloud.call(MEMBER, "2.79", "PUT", "/servers/" + uuid + "/tags/" + broken, null)
                            .status())
                    .as(broken)
                    .isEqualTo(400);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/os-migrations?status=%C3%A9, 200",
        "/os-migrations?migration_type=%C3%A9, 200",
        "/os-migrations?host=%C3%A9, 200",
        "/os-migrations?source_compute=%C3%A9, 200",
        "/os-migrations?instance_uuid=%C3%A9, 200",
        "/os-migrations?marker=%C3%A9, 400",
        "/servers/{id}/os-instance-actions/%C3%A9, 404",
        "/servers/{id}/os-instance-actions?marker=%C3%A9, 400",
        "/servers/{id}/ips/%C3%A9, 404",
        "/servers/{id}/tags/%C3%A9, 404",
        "/servers/{id}/metadata/%C3%A9, 404",
        "/servers/{id}/migrations/%C3%A9, 404",
        "/servers/%C3%A9, 404",
        "/flavors/%C3%A9, 404",
        "/flavors?marker=%C3%A9, 400",
        "/os-keypairs/%C3%A9, 404",
        "/os-keypairs?marker=%C3%A9, 400",
        "/os-hypervisors?hypervisor_hostname_pattern=%C3%A9, 404",
        "/os-services?host=%C3%A9, 200",
        "/os-services?binary=%C3%A9, 200",
        "/limits?tenant_id=%C3%A9, 200",
        "/extensions/%C3%A9, 404"
    })
    void foreign_letters_name_what_is_not_there(String path, int status) {
        UUID uuid = cloud.resting("letters");
        Answer answer = cloud.get(ADMIN, "2.79", path.replace("{id}", uuid.toString()));
        assertThat(answer.status()).as(path + " " + answer.body()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"name", "ip", "ip6", "tags", "tags-any", "not-tags", "not-tags-any", "flavor", "reservation_id"})
    void an_empty_filter_is_refused_for_it_would_find_everything(String filter) {
        assertThat(cloud.get(MEMBER, "2.74", "/servers?" + filter + "=").status())
                .as(filter)
                .isEqualTo(400);
        assertThat(cloud.get(MEMBER, "2.79", "/servers/detail?" + filter + "=x&" + filter + "=")
                        .status())
                .as(filter)
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hostname",
                "key_name",
                "display_name",
                "description",
                "display_description",
                "availability_zone",
                "locked_by",
                "node",
                "kernel_id",
                "ramdisk_id",
                "power_state",
                "progress",
                "root_device_name",
                "config_drive",
                "auto_disk_config",
                "access_ip_v4",
                "access_ip_v6",
                "created_at",
                "launched_at",
                "terminated_at",
                "changes-since",
                "changes-before",
                "locked"
            })
    void so_are_those_of_administrators(String filter) {
        assertThat(cloud.get(ADMIN, "2.79", "/servers?all_tenants=1&" + filter + "=")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void what_may_be_empty_finds_what_has_nothing_there() {
        cloud.resting("full");
        for (String filter :
                new String[] {"image", "host", "uuid", "user_id", "project_id", "vm_state", "task_state"}) {
            Answer answer = cloud.get(ADMIN, "2.79", "/servers?all_tenants=1&" + filter + "=");
            assertThat(answer.status()).as(filter).isEqualTo(200);
            assertThat(answer.body().path("servers")).as(filter).isEmpty();
        }
        for (String filter : new String[] {"status", "host", "source_compute", "migration_type", "instance_uuid"}) {
            assertThat(cloud.get(ADMIN, "2.79", "/os-migrations?" + filter + "=")
                            .body()
                            .toString())
                    .isEqualTo("{\"migrations\":[]}");
        }
    }

    @Test
    void a_list_of_what_changed_before_a_time_has_what_was_deleted() {
        UUID uuid = cloud.resting("gone-by-then");
        cloud.state(uuid, "cell1", "deleted", null);
        for (String path : new String[] {"/servers", "/servers/detail"}) {
            assertThat(ids(path + "?changes-before=2100-01-01T00:00:00Z")).contains(uuid.toString());
            assertThat(ids(path + "?changes-before=2100-01-01T00:00:00Z&changes-since=2020-01-01T00:00:00Z"))
                    .contains(uuid.toString());
            assertThat(ids(path)).doesNotContain(uuid.toString());
        }
        JsonNode deleted = cloud.get(ADMIN, "2.16", "/servers/detail?deleted=1&all_tenants=1")
                .body()
                .path("servers");
        deleted.forEach(one -> {
            if (one.path("id").asText().equals(uuid.toString())) {
                assertThat(one.path("host_status").asText("none")).isEmpty();
            }
        });
        assertThat(deleted.findValuesAsText("id")).contains(uuid.toString());
    }

    private static java.util.List<String> ids(String path) {
        return cloud.get(MEMBER, "2.66", path).body().path("servers").findValuesAsText("id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"YWJjYQ", "YWJjYQ=", "YWJj\\nYQ", "YW=jYQ==", "a", "*"})
    void user_data_without_its_padding_is_refused(String data) {
        assertThat(cloud.boot(MEMBER, "2.79", "padding", ", \"user_data\": \"" + data + "\"")
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"YWJjYQ==", "YWJj", "YWJj\\nYQ==\\n", ""})
    void user_data_with_it_is_taken(String data) {
        assertThat(cloud.boot(MEMBER, "2.79", "padded", ", \"user_data\": \"" + data + "\"")
                        .status())
                .isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource({
        "0000:0000:0000:0000:0000:babe:220.12.22.2, ::babe:dc0c:1602",
        "2001:0DB8:0000::0001, 2001:db8::1",
        "0000:0000:0000:0000:0000:ffff:255.255.255.255, ::ffff:255.255.255.255",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "0:0:0:0:0:ffff:1.2.3.4, ::ffff:1.2.3.4",
        "::, ::",
        "::1, ::1",
        "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7"
    })
    void addresses_are_shown_in_their_one_form(String given, String shown) {
        String more = ", \"accessIPv6\": \"" + given + "\"";
        UUID uuid = UUID.fromString(
                cloud.boot(MEMBER, "2.79", "six", more).body().at("/server/id").asText());
        String path = "/servers/" + uuid;
        assertThat(cloud.get(MEMBER, "2.1", path)
                        .body()
                        .at("/server/accessIPv6")
                        .asText())
                .isEqualTo(shown);
        cloud.land(uuid, "cell1");
        assertThat(cloud.call(MEMBER, "2.1", "PUT", path, "{\"server\": {\"accessIPv6\": \"::2\"}}")
                        .status())
                .isEqualTo(200);
        assertThat(cloud.call(MEMBER, "2.1", "PUT", path, "{\"server\": {" + more.substring(2) + "}}")
                        .body()
                        .at("/server/accessIPv6")
                        .asText())
                .isEqualTo(shown);
        assertThat(cloud.get(MEMBER, "2.1", path)
                        .body()
                        .at("/server/accessIPv6")
                        .asText())
                .isEqualTo(shown);
    }

    @Test
    void an_old_updates_answer_says_of_addresses_no_more_than_they_are() {
        UUID uuid = cloud.resting("updated");
        for (String version : new String[] {"2.1", "2.74"}) {
            JsonNode address = cloud.call(MEMBER, version, "PUT", "/servers/" + uuid, "{\"server\": {}}")
                    .body()
                    .at("/server/addresses/private/0");
            assertThat(address.toString()).isEqualTo("{\"version\":4,\"addr\":\"10.0.0.5\"}");
        }
        assertThat(cloud.call(MEMBER, "2.75", "PUT", "/servers/" + uuid, "{\"server\": {}}")
                        .body()
                        .at("/server/addresses/private/0")
                        .has("OS-EXT-IPS:type"))
                .isTrue();
    }
}
