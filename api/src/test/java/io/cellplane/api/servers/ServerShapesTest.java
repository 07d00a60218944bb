package io.cellplane.api.servers;

import static io.cellplane.api.KnownUsers.ADMIN;
import static io.cellplane.api.KnownUsers.FOREIGNER;
import static io.cellplane.api.KnownUsers.MEMBER;
import static io.cellplane.api.KnownUsers.READER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.KnownUsers;
import io.cellplane.api.http.RouteTable;
import io.cellplane.api.servers.ServerCloud.Answer;
import io.cellplane.db.cell.ActionRow;
import io.cellplane.db.cell.EventRow;
import io.cellplane.db.cell.FaultRow;
import io.cellplane.db.lane.Lanes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerShapesTest {
    private static final Map<String, Object> WIDE =
            Map.of("cellplane.quota.instances", -1, "cellplane.quota.cores", -1);
    /** A body that each schema takes. */
    private static final Map<String, String> BODIES = Map.of(
            "servers/update",
            "{\"server\": {\"name\": \"x\"}}",
            "servers/action",
            "{\"reboot\": {\"type\": \"SOFT\"}}",
            "servers/tags",
            "{\"tags\": []}",
            "servers/metadata",
            "{\"metadata\": {}}",
            "servers/meta",
            "{\"meta\": {\"a\": \"b\"}}",
            "servers/interface",
            "{\"interfaceAttachment\": {}}");

    private static ServerCloud cloud;
    private static UUID active;
    private static UUID building;

    @BeforeAll
    static void start() {
        cloud = new ServerCloud(ServerCloud.NOWHERE, WIDE);
        Answer made = cloud.boot(
                MEMBER,
                "2.79",
                "web",
                ", \"metadata\": {\"a\": \"1\"}, \"tags\": [\"blue\"], \"description\": \"the first\","
                        + " \"accessIPv4\": \"1.2.3.4\"");
        active = UUID.fromString(made.body().at("/server/id").asText());
        cloud.land(active, "cell1");
        building = cloud.booted(MEMBER, "young");
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @ParameterizedTest
    @CsvSource({
        "member, locked, 2.8, 2.9",
        "member, description, 2.18, 2.19",
        "member, tags, 2.25, 2.26",
        "member, trusted_image_certificates, 2.62, 2.63",
        "member, server_groups, 2.70, 2.71",
        "member, locked_reason, 2.72, 2.73",
        "admin, host_status, 2.15, 2.16",
        "admin, OS-EXT-SRV-ATTR:hostname, 2.2, 2.3",
        "admin, OS-EXT-SRV-ATTR:user_data, 2.2, 2.3",
        "admin, OS-EXT-SRV-ATTR:reservation_id, 2.2, 2.3",
    })
    void a_field_comes_with_its_microversion(String user, String field, String before, String from) {
        assertThat(show(user, before).has(field)).isFalse();
        assertThat(show(user, from).has(field)).isTrue();
        assertThat(show(user, "2.79").has(field)).isTrue();
        boolean alsoInLists = !field.equals("server_groups");
        JsonNode listed = cloud.get(user, "2.79", "/servers/detail?all_tenants=" + user.equals(ADMIN))
                .body()
                .at("/servers/0");
        assertThat(listed.has(field)).isEqualTo(alsoInLists);
    }

    @Test
    void what_an_old_client_reads() {
        JsonNode server = show(MEMBER, "2.1");
        assertThat(server.path("id").asText()).isEqualTo(active.toString());
        assertThat(server.path("status").asText()).isEqualTo("ACTIVE");
        assertThat(server.path("tenant_id").asText()).isEqualTo(KnownUsers.PROJECT);
        assertThat(server.at("/metadata/a").asText()).isEqualTo("1");
        assertThat(server.at("/flavor/id").asText()).isEqualTo("f1");
        assertThat(server.at("/image/id").asText()).isEqualTo(KnownImages.SMALL);
        assertThat(server.at("/addresses/private/0/addr").asText()).isEqualTo("10.0.0.5");
        assertThat(server.at("/addresses/private/0/OS-EXT-IPS:type").asText()).isEqualTo("fixed");
        assertThat(server.path("hostId").asText()).hasSize(56);
        assertThat(server.path("accessIPv4").asText()).isEqualTo("1.2.3.4");
        assertThat(server.path("accessIPv6").asText()).isEmpty();
        assertThat(server.path("OS-EXT-STS:power_state").asInt()).isEqualTo(1);
        assertThat(server.path("OS-EXT-AZ:availability_zone").asText()).isEqualTo("nova");
        assertThat(server.at("/security_groups/0/name").asText()).isEqualTo("default");
        assertThat(server.path("created").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(server.path("OS-SRV-USG:launched_at").asText()).matches(".*\\.\\d{6}");
        assertThat(server.has("fault")).isFalse();
        assertThat(server.has("OS-EXT-SRV-ATTR:host")).isFalse();
        assertThat(show(ADMIN, "2.1").path("OS-EXT-SRV-ATTR:host").asText()).isEqualTo("host1");
    }

    @Test
    void the_flavor_is_written_out_from_247() {
        assertThat(show(MEMBER, "2.46").path("flavor").has("links")).isTrue();
        JsonNode flavor = show(MEMBER, "2.47").path("flavor");
        assertThat(flavor.path("original_name").asText()).isEqualTo("m1.small");
        assertThat(flavor.path("ram").asInt()).isEqualTo(512);
        assertThat(flavor.has("extra_specs")).isTrue();
        assertThat(flavor.has("id")).isFalse();
    }

    @Test
    void a_server_without_a_cell_is_building() {
        JsonNode server =
                cloud.get(READER, "2.79", "/servers/" + building).body().path("server");
        assertThat(server.path("status").asText()).isEqualTo("BUILD");
        assertThat(server.path("OS-EXT-STS:task_state").asText()).isEqualTo("scheduling");
        assertThat(server.path("OS-EXT-STS:vm_state").asText()).isEqualTo("building");
        assertThat(server.path("hostId").asText()).isEmpty();
        assertThat(server.path("addresses").isEmpty()).isTrue();
        assertThat(cloud.call(MEMBER, "2.79", "PUT", "/servers/" + building + "/metadata", "{\"metadata\": {}}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void anothers_server_does_not_exist() {
        List<RouteTable.Entry> routes = cloud.server().part(RouteTable.class).entries().stream()
                .filter(route -> route.path().startsWith("/v2.1/servers/{id}"))
                // Actions have their own test; migrations and diagnostics are for administrators.
                .filter(route -> !route.path().matches(".*/(action|migrations.*|diagnostics)"))
                .toList();
        assertThat(routes).hasSizeGreaterThan(10);
        for (RouteTable.Entry route : routes) {
            String path = route.path()
                    .replace("/v2.1", "")
                    .replace("{id}", active.toString())
                    .replaceAll("\\{[^}]+}", "a");
            Answer answer = cloud.call(
                    FOREIGNER,
                    "2.79",
                    route.method(),
                    path,
                    BODIES.get(route.rules().body()));
            assertThat(answer.status()).as(route.method() + " " + path).isEqualTo(404);
            assertThat(answer.message()).isEqualTo("Instance " + active + " could not be found.");
        }
        assertThat(cloud.get(FOREIGNER, "2.79", "/servers").body().toString()).doesNotContain(active.toString());
        assertThat(cloud.get(MEMBER, "2.79", "/servers/not-a-uuid").status()).isEqualTo(404);
        assertThat(cloud.call(READER, "2.79", "DELETE", "/servers/" + active, null)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void addresses_alone() {
        Answer all = cloud.get(MEMBER, "2.1", "/servers/" + active + "/ips");
        assertThat(all.body().at("/addresses/private/0").size()).isEqualTo(2);
        assertThat(cloud.get(MEMBER, "2.1", "/servers/" + active + "/ips/private")
                        .body()
                        .at("/private/0/version")
                        .asInt())
                .isEqualTo(4);
        assertThat(cloud.get(MEMBER, "2.1", "/servers/" + active + "/ips/none").status())
                .isEqualTo(404);
    }

    @Test
    void metadata_is_read_and_written() {
        UUID uuid = cloud.booted(MEMBER, "meta");
        cloud.land(uuid, "cell2");
        String path = "/servers/" + uuid + "/metadata";
        assertThat(cloud.call(MEMBER, "2.1", "POST", path, "{\"metadata\": {\"a\": \"1\", \"b\": \"2\"}}")
                        .status())
                .isEqualTo(200);
        assertThat(cloud.call(MEMBER, "2.1", "POST", path, "{\"metadata\": {\"b\": \"3\"}}")
                        .body()
                        .at("/metadata"))
                .hasSize(2);
        assertThat(cloud.call(MEMBER, "2.1", "PUT", path + "/c", "{\"meta\": {\"c\": \"4\"}}")
                        .body()
                        .at("/meta/c")
                        .asText())
                .isEqualTo("4");
        assertThat(cloud.call(MEMBER, "2.1", "PUT", path + "/d", "{\"meta\": {\"c\": \"4\"}}")
                        .message())
                .isEqualTo("Request body and URI mismatch");
        assertThat(cloud.get(MEMBER, "2.1", path + "/b").body().at("/meta/b").asText())
                .isEqualTo("3");
        assertThat(cloud.call(MEMBER, "2.1", "DELETE", path + "/b", null).status())
                .isEqualTo(204);
        assertThat(cloud.call(MEMBER, "2.1", "DELETE", path + "/b", null).status())
                .isEqualTo(404);
        assertThat(cloud.call(MEMBER, "2.1", "PUT", path, "{\"metadata\": {\"z\": \"1\"}}")
                        .body()
                        .at("/metadata")
                        .toString())
                .isEqualTo("{\"z\":\"1\"}");
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 128; i++) {
            many.append(i == 0 ? "" : ",").append("\"k").append(i).append("\":\"v\"");
        }
        assertThat(cloud.call(MEMBER, "2.1", "POST", path, "{\"metadata\": {" + many + "}}")
                        .status())
                .isEqualTo(403);
        cloud.cells.of("cell2").servers().fail(uuid, 1, Instant.now());
        Answer refused = cloud.call(MEMBER, "2.1", "PUT", path, "{\"metadata\": {}}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.message())
                .isEqualTo("Cannot 'update metadata' instance " + uuid + " while it is in vm_state error");
    }

    @Test
    void a_server_is_renamed() {
        UUID uuid = cloud.booted(MEMBER, "old");
        cloud.land(uuid, "cell2");
        Answer answer = cloud.call(
                MEMBER, "2.79", "PUT", "/servers/" + uuid, "{\"server\": {\"name\": \"new\", \"description\": null}}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().at("/server/name").asText()).isEqualTo("new");
        assertThat(cloud.get(MEMBER, "2.1", "/servers/" + uuid)
                        .body()
                        .at("/server/name")
                        .asText())
                .isEqualTo("new");
    }

    @Test
    void a_fault_is_shown_of_what_failed() {
        UUID uuid = cloud.booted(MEMBER, "failed");
        cloud.land(uuid, "cell2");
        cloud.cells
                .of("cell2")
                .faults()
                .save(new FaultRow(null, uuid, 500, "No valid host was found.", "which filter", null, Instant.now()));
        assertThat(cloud.get(MEMBER, "2.1", "/servers/" + uuid)
                        .body()
                        .at("/server")
                        .has("fault"))
                .isFalse();
        cloud.cells.of("cell2").servers().fail(uuid, 1, Instant.now());
        JsonNode fault = cloud.get(MEMBER, "2.1", "/servers/" + uuid).body().at("/server/fault");
        assertThat(fault.path("code").asInt()).isEqualTo(500);
        assertThat(fault.path("message").asText()).isEqualTo("No valid host was found.");
        assertThat(fault.has("details")).isFalse();
        assertThat(cloud.get(ADMIN, "2.1", "/servers/" + uuid)
                        .body()
                        .at("/server/fault/details")
                        .asText())
                .isEqualTo("which filter");
    }

    @Test
    void actions_stay_readable() {
        UUID uuid = cloud.booted(MEMBER, "acted");
        cloud.land(uuid, "cell2");
        Instant now = Instant.now();
        ActionRow action = cloud.cells
                .of("cell2")
                .actions()
                .save(new ActionRow(null, uuid, "create", "req-1", "u", KnownUsers.PROJECT, now, null, now, null));
        long id = action.id() == null ? -1 : action.id();
        cloud.cells
                .of("cell2")
                .events()
                .save(new EventRow(
                        null, id, "compute__do_build_and_run_instance", 1, now, now, "Success", null, "h", null));
        String path = "/servers/" + uuid + "/os-instance-actions";
        assertThat(cloud.get(MEMBER, "2.1", path)
                        .body()
                        .at("/instanceActions/0")
                        .has("updated_at"))
                .isFalse();
        assertThat(cloud.get(MEMBER, "2.58", path + "?limit=1")
                        .body()
                        .at("/links/0/rel")
                        .asText())
                .isEqualTo("next");
        assertThat(cloud.get(MEMBER, "2.58", path + "?marker=none").status()).isEqualTo(400);
        assertThat(cloud.get(MEMBER, "2.58", path + "?changes-before=2020-01-01")
                        .status())
                .isEqualTo(400);
        assertThat(cloud.get(MEMBER, "2.66", path + "?changes-before=2020-01-01")
                        .body()
                        .path("instanceActions"))
                .isEmpty();
        assertThat(cloud.get(MEMBER, "2.50", path + "/req-1")
                        .body()
                        .at("/instanceAction")
                        .has("events"))
                .isFalse();
        JsonNode event = cloud.get(MEMBER, "2.62", path + "/req-1").body().at("/instanceAction/events/0");
        assertThat(event.has("hostId")).isTrue();
        assertThat(event.has("host")).isFalse();
        assertThat(event.has("traceback")).isFalse();
        assertThat(cloud.get(ADMIN, "2.62", path + "/req-1")
                        .body()
                        .at("/instanceAction/events/0/host")
                        .asText())
                .isEqualTo("h");
        assertThat(cloud.get(MEMBER, "2.62", path + "/none").status()).isEqualTo(404);
        cloud.cells.of("cell2").servers().delete(uuid, now);
        new Lanes(cloud.api).gone(UUID.randomUUID(), uuid, List.of());
        assertThat(cloud.get(MEMBER, "2.20", path).status()).isEqualTo(404);
        assertThat(cloud.get(MEMBER, "2.21", path).body().path("instanceActions"))
                .hasSize(1);
        assertThat(cloud.get(MEMBER, "2.21", "/servers/" + uuid).status()).isEqualTo(404);
    }

    @Test
    void actions_are_refused_until_they_are_built() {
        String path = "/servers/" + active + "/action";
        assertThat(cloud.call(MEMBER, "2.79", "POST", path, "{\"rescue\": {}}").status())
                .isEqualTo(501);
        assertThat(cloud.call(MEMBER, "2.79", "POST", path, "{\"fly\": {}}").status())
                .isEqualTo(400);
        assertThat(cloud.call(MEMBER, "2.79", "POST", path, "{}").status()).isEqualTo(400);
    }

    private static JsonNode show(String user, String version) {
        Answer answer = cloud.get(user, version, "/servers/" + active);
        assertThat(answer.status()).isEqualTo(200);
        return answer.body().path("server");
    }
}
