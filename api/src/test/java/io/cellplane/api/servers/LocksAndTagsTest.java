package io.cellplane.api.servers;

import static io.cellplane.api.KnownUsers.ADMIN;
import static io.cellplane.api.KnownUsers.FOREIGNER;
import static io.cellplane.api.KnownUsers.MANAGER;
import static io.cellplane.api.KnownUsers.MEMBER;
import static io.cellplane.api.KnownUsers.READER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.KnownUsers;
import io.cellplane.api.servers.ServerCloud.Answer;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.operation.ResetArguments;
import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.db.Json;
import io.cellplane.db.control.MigrationRow;
import io.cellplane.db.control.OperationRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the API writes itself, and what it reads of moves: none of it needs Temporal. */
class LocksAndTagsTest {
    private static ServerCloud cloud;

    @BeforeAll
    static void start() {
        cloud = new ServerCloud(
                ServerCloud.NOWHERE, Map.of("cellplane.quota.instances", 100, "cellplane.quota.cores", 1000));
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    private static JsonNode shown(UUID uuid) {
        return cloud.get(MEMBER, "2.79", "/servers/" + uuid).body().path("server");
    }

    private static List<String> actions(UUID uuid) {
        return cloud.cells.of("cell1").actions().of(uuid).stream()
                .map(row -> row.action())
                .toList();
    }

    @Test
    void a_lock_is_shown_with_its_reason_and_leaves_a_trail() {
        UUID uuid = cloud.resting("locked");
        assertThat(cloud.act(MEMBER, uuid, "{\"lock\": {\"locked_reason\": \"mine\"}}")
                        .status())
                .isEqualTo(202);
        assertThat(shown(uuid).path("locked").asBoolean()).isTrue();
        assertThat(shown(uuid).path("locked_reason").asText()).isEqualTo("mine");
        assertThat(cloud.row(uuid).lockedBy()).isEqualTo("owner");
        assertThat(cloud.get(MEMBER, "2.72", "/servers/" + uuid)
                        .body()
                        .path("server")
                        .has("locked_reason"))
                .isFalse();
        assertThat(cloud.act(MEMBER, uuid, "{\"lock\": {\"locked_reason\": \"again\"}}")
                        .status())
                .isEqualTo(202);
        assertThat(cloud.row(uuid).lockedReason()).isEqualTo("mine");
        assertThat(actions(uuid)).containsExactly("lock");
        assertThat(cloud.act(MEMBER, uuid, "{\"unlock\": null}").status()).isEqualTo(202);
        assertThat(shown(uuid).path("locked").asBoolean()).isFalse();
        assertThat(shown(uuid).path("locked_reason").isNull()).isTrue();
        assertThat(actions(uuid)).containsExactly("unlock", "lock");
    }

    @Test
    void an_administrators_lock_is_not_the_owners_to_open() {
        UUID uuid = cloud.resting("held");
        assertThat(cloud.act(ADMIN, uuid, "{\"lock\": null}").status()).isEqualTo(202);
        Answer refused = cloud.act(MEMBER, uuid, "{\"unlock\": null}");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.message())
                .isEqualTo(
                        "Policy doesn't allow os_compute_api:os-lock-server:unlock:unlock_override to be performed.");
        assertThat(cloud.act(ADMIN, uuid, "{\"unlock\": null}").status()).isEqualTo(202);
        assertThat(cloud.row(uuid).locked()).isFalse();
    }

    @Test
    void the_reason_came_with_its_microversion() {
        UUID uuid = cloud.resting("reason");
        String path = "/servers/" + uuid + "/action";
        assertThat(cloud.call(MEMBER, "2.73", "POST", path, "{\"lock\": {\"locked_reason\": \"\"}}")
                        .status())
                .isEqualTo(400);
        assertThat(cloud.call(MEMBER, "2.73", "POST", path, "{\"lock\": {\"why\": \"x\"}}")
                        .status())
                .isEqualTo(400);
        assertThat(cloud.call(MEMBER, "2.72", "POST", path, "{\"lock\": {\"locked_reason\": \"x\"}}")
                        .status())
                .isEqualTo(202);
        assertThat(cloud.row(uuid).lockedReason()).isNull();
    }

    @Test
    void a_reset_of_a_server_at_rest_is_one_write() {
        UUID uuid = cloud.resting("stuck");
        cloud.state(uuid, "cell1", "building", "spawning");
        assertThat(cloud.act(MEMBER, uuid, "{\"os-resetState\": {\"state\": \"error\"}}")
                        .status())
                .isEqualTo(403);
        assertThat(cloud.act(ADMIN, uuid, "{\"os-resetState\": {\"state\": \"paused\"}}")
                        .status())
                .isEqualTo(400);
        assertThat(cloud.act(ADMIN, uuid, "{\"os-resetState\": {\"state\": \"error\"}}")
                        .status())
                .isEqualTo(202);
        assertThat(cloud.row(uuid).vmState()).isEqualTo("error");
        assertThat(cloud.row(uuid).taskState()).isNull();
        assertThat(actions(uuid)).containsExactly("resetState");
        assertThat(cloud.doing(uuid)).isEmpty();
    }

    @Test
    void a_reset_over_an_open_operation_is_a_repair_that_waits() {
        UUID uuid = cloud.booted(MEMBER, "booting");
        OperationRow boot = cloud.doing(uuid).orElseThrow();
        for (String state : List.of("error", "active")) {
            assertThat(cloud.act(ADMIN, uuid, "{\"os-resetState\": {\"state\": \"" + state + "\"}}")
                            .status())
                    .isEqualTo(202);
        }
        assertThat(cloud.doing(uuid).orElseThrow().id()).isEqualTo(boot.id());
        UUID next = Objects.requireNonNull(
                cloud.api.lanes().find(uuid).orElseThrow().next());
        OperationRow reset = cloud.api.operations().find(next).orElseThrow();
        assertThat(reset.kind()).isEqualTo("reset");
        assertThat(reset.state()).isEqualTo(OperationState.WAITING);
        assertThat(Json.read(reset.arguments(), ResetArguments.class).vmState()).isEqualTo("active");
        assertThat(cloud.api.operations().openOf(uuid)).hasSize(2);
        cloud.call(MEMBER, "2.79", "DELETE", "/servers/" + uuid, null);
        assertThat(cloud.act(ADMIN, uuid, "{\"os-resetState\": {\"state\": \"active\"}}")
                        .status())
                .isEqualTo(202);
        assertThat(cloud.api.operations().openOf(uuid))
                .extracting(OperationRow::kind)
                .containsExactly("boot", "delete");
    }

    @Test
    void a_reset_at_verify_takes_the_way_back_with_it() {
        UUID uuid = cloud.resting("verifying");
        cloud.state(uuid, "cell1", "resized", null);
        OperationRow move = cloud.moved(uuid);
        assertThat(cloud.act(ADMIN, uuid, "{\"os-resetState\": {\"state\": \"active\"}}")
                        .status())
                .isEqualTo(202);
        OperationRow reset = cloud.doing(uuid).orElseThrow();
        assertThat(reset.kind()).isEqualTo("reset");
        assertThat(reset.state()).isEqualTo(OperationState.ACCEPTED);
        assertThat(cloud.api.operations().find(move.id()).orElseThrow().decision())
                .isEqualTo("reset");
    }

    private static Answer tags(String user, String method, UUID uuid, String rest, @Nullable String body) {
        return cloud.call(user, "2.26", method, "/servers/" + uuid + "/tags" + rest, body);
    }

    @Test
    void tags_are_read_and_written() {
        UUID uuid = cloud.resting("tagged");
        assertThat(tags(MEMBER, "PUT", uuid, "", "{\"tags\": [\"b\", \"a\", \"b\"]}")
                        .body()
                        .toString())
                .isEqualTo("{\"tags\":[\"a\",\"b\"]}");
        Answer added = tags(MEMBER, "PUT", uuid, "/c", null);
        assertThat(added.status()).isEqualTo(201);
        assertThat(added.raw().headers().firstValue("Location").orElse(""))
                .endsWith("/v2.1/servers/" + uuid + "/tags/c");
        assertThat(added.raw().body()).isEmpty();
        assertThat(tags(MEMBER, "PUT", uuid, "/c", null).status()).isEqualTo(204);
        assertThat(tags(READER, "GET", uuid, "", null).body().toString()).isEqualTo("{\"tags\":[\"a\",\"b\",\"c\"]}");
        assertThat(tags(READER, "GET", uuid, "/a", null).status()).isEqualTo(204);
        assertThat(tags(MEMBER, "DELETE", uuid, "/a", null).status()).isEqualTo(204);
        refused(tags(READER, "GET", uuid, "/a", null), 404, "Server " + uuid + " has no tag 'a'");
        refused(tags(MEMBER, "DELETE", uuid, "/a", null), 404, "Instance " + uuid + " has no tag 'a'");
        assertThat(tags(MEMBER, "DELETE", uuid, "", null).status()).isEqualTo(204);
        assertThat(tags(READER, "GET", uuid, "", null).body().toString()).isEqualTo("{\"tags\":[]}");
        assertThat(cloud.call(MEMBER, "2.25", "GET", "/servers/" + uuid + "/tags", null)
                        .status())
                .isEqualTo(404);
    }

    private static void refused(Answer answer, int status, String words) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        assertThat(answer.message()).isEqualTo(words);
    }

    @Test
    void tags_have_limits() {
        UUID uuid = cloud.resting("crowded");
        String fifty = IntStream.range(0, 50).mapToObj(i -> "\"t" + i + "\"").collect(Collectors.joining(", "));
        assertThat(tags(MEMBER, "PUT", uuid, "", "{\"tags\": [" + fifty + ", \"x\"]}")
                        .status())
                .isEqualTo(400);
        assertThat(tags(MEMBER, "PUT", uuid, "", "{\"tags\": [\"" + "x".repeat(61) + "\"]}")
                        .status())
                .isEqualTo(400);
        assertThat(tags(MEMBER, "PUT", uuid, "", "{\"tags\": [\"a/b\"]}").status())
                .isEqualTo(400);
        String start = " is invalid. It must be a non empty string without characters '/' and ','."
                + " Validation error message: ";
        refused(tags(MEMBER, "PUT", uuid, "/a,b", null), 400, "Tag 'a,b'" + start + "'a,b' does not match '^[^,/]*$'");
        String tall = "x".repeat(61);
        refused(
                tags(MEMBER, "PUT", uuid, "/" + tall, null),
                400,
                "Tag '" + tall + "'" + start + "'" + tall + "' is too long");
        assertThat(tags(MEMBER, "PUT", uuid, "", "{\"tags\": [" + fifty + "]}").status())
                .isEqualTo(200);
        refused(tags(MEMBER, "PUT", uuid, "/one", null), 400, "The number of tags exceeded the per-server limit 50");
        assertThat(tags(READER, "PUT", uuid, "/one", null).status()).isEqualTo(403);
        assertThat(tags(FOREIGNER, "PUT", uuid, "/one", null).status()).isEqualTo(404);
        cloud.state(uuid, "cell1", "resized", null);
        refused(
                tags(MEMBER, "PUT", uuid, "/one", null),
                409,
                "Cannot 'update tag' instance " + uuid + " while it is in vm_state resized");
        refused(
                tags(MEMBER, "DELETE", uuid, "", null),
                409,
                "Cannot 'delete tags' instance " + uuid + " while it is in vm_state resized");
    }

    private static MigrationRow migration(UUID server, String type, String status, Instant at) {
        String flavor = Json.write(new FlavorSpec("f1", "m1.small", 2, 512, 10, 0, 0, 1, null, Map.of()));
        return cloud.api
                .migrations()
                .save(new MigrationRow(
                        null,
                        UUID.randomUUID(),
                        server,
                        KnownUsers.PROJECT,
                        "member-id",
                        type,
                        status,
                        "cell1",
                        "host1",
                        UUID.randomUUID(),
                        1,
                        "cell1",
                        "host2",
                        UUID.randomUUID(),
                        flavor,
                        flavor,
                        true,
                        at,
                        at));
    }

    @Test
    void migrations_are_listed_newest_first() {
        UUID uuid = cloud.resting("moves");
        Instant now = Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
        MigrationRow first = migration(uuid, "migration", "reverted", now.minusSeconds(60));
        MigrationRow second = migration(uuid, "resize", "finished", now);
        assertThat(cloud.get(MEMBER, "2.59", "/os-migrations").status()).isEqualTo(403);
        String of = "/os-migrations?instance_uuid=" + uuid;
        JsonNode all = cloud.get(ADMIN, "2.59", of).body();
        assertThat(all.at("/migrations/0/uuid").asText())
                .isEqualTo(second.uuid().toString());
        assertThat(all.at("/migrations/1/uuid").asText()).isEqualTo(first.uuid().toString());
        JsonNode one = all.at("/migrations/0");
        assertThat(one.path("id").asInt()).isEqualTo(second.id());
        assertThat(one.path("source_compute").asText()).isEqualTo("host1");
        assertThat(one.path("dest_compute").asText()).isEqualTo("host2");
        assertThat(one.path("status").asText()).isEqualTo("finished");
        assertThat(one.path("migration_type").asText()).isEqualTo("resize");
        assertThat(one.path("old_instance_type_id").asInt()).isPositive();
        assertThat(one.path("created_at").asText()).matches("....-..-..T..:..:..\\.000000");
        assertThat(cloud.get(ADMIN, "2.22", of).body().at("/migrations/0").has("migration_type"))
                .isFalse();
        assertThat(cloud.get(ADMIN, "2.58", of).body().at("/migrations/0").has("uuid"))
                .isFalse();
        assertThat(count(of + "&status=finished")).isEqualTo(1);
        assertThat(count(of + "&host=host2")).isEqualTo(2);
        assertThat(count(of + "&source_compute=host2")).isZero();
        assertThat(count(of + "&migration_type=migration")).isEqualTo(1);
        assertThat(count(of + "&hidden=1")).isZero();
        assertThat(count(of + "&changes-since=" + now.minusSeconds(1))).isEqualTo(1);
        assertThat(count(of + "&changes-before=" + now.minusSeconds(1))).isEqualTo(1);
        assertThat(count("/os-migrations?instance_uuid=nonsense")).isZero();
        JsonNode page = cloud.get(ADMIN, "2.59", of + "&limit=1").body();
        String next = page.at("/migrations_links/0/href").asText();
        assertThat(next).contains("marker=" + second.uuid());
        JsonNode rest = cloud.get(ADMIN, "2.59", next.substring(next.indexOf("/os-migrations")))
                .body();
        assertThat(rest.at("/migrations/0/uuid").asText())
                .isEqualTo(first.uuid().toString());
        refused(cloud.get(ADMIN, "2.59", "/os-migrations?marker=none"), 400, "Marker none could not be found.");
        refused(
                cloud.get(ADMIN, "2.66", of + "&changes-since=2024-01-02&changes-before=2024-01-01"),
                400,
                "The value of changes-since must be less than or equal to changes-before.");
        assertThat(cloud.get(ADMIN, "2.59", "/os-migrations?nonsense=1").status())
                .isEqualTo(400);
        assertThat(cloud.get(ADMIN, "2.58", "/os-migrations?nonsense=1").status())
                .isEqualTo(200);
        oneServersMigrations(uuid, second);
    }

    @Test
    void who_manages_a_project_sees_its_moves_without_their_hosts() {
        UUID uuid = cloud.resting("managed");
        migration(uuid, "resize", "finished", Instant.now());
        JsonNode own = cloud.get(MANAGER, "2.59", "/os-migrations?instance_uuid=" + uuid)
                .body()
                .path("migrations");
        assertThat(own).hasSize(1);
        for (String field : List.of("source_compute", "source_node", "dest_compute", "dest_host", "dest_node")) {
            assertThat(own.get(0).get(field).isNull()).as(field).isTrue();
        }
        assertThat(cloud.get(MANAGER, "2.23", "/servers/" + uuid + "/migrations")
                        .status())
                .isEqualTo(200);
        assertThat(cloud.act(MANAGER, uuid, "{\"migrate\": {\"host\": \"host2\"}}")
                        .status())
                .isEqualTo(403);
        // Nobody takes the operation here, so that it is taken back.
        assertThat(cloud.act(MANAGER, uuid, "{\"migrate\": null}").status()).isEqualTo(503);
    }

    private static int count(String path) {
        return cloud.get(ADMIN, "2.66", path).body().path("migrations").size();
    }

    /** Of a server, live migrations only are shown, while they are under way. */
    private static void oneServersMigrations(UUID uuid, MigrationRow cold) {
        String path = "/servers/" + uuid + "/migrations";
        assertThat(cloud.get(ADMIN, "2.23", path).body().toString()).isEqualTo("{\"migrations\":[]}");
        refused(
                cloud.get(ADMIN, "2.23", path + "/" + cold.id()),
                404,
                "Migration " + cold.id() + " for server " + uuid + " is not live-migration.");
        refused(
                cloud.get(ADMIN, "2.23", path + "/4711"),
                404,
                "In-progress live migration 4711 is not found for server " + uuid + ".");
        assertThat(cloud.get(ADMIN, "2.23", "/servers/" + UUID.randomUUID() + "/migrations")
                        .status())
                .isEqualTo(404);
        assertThat(cloud.get(MEMBER, "2.23", path).status()).isEqualTo(403);
    }
}
