package io.cellplane.api.servers;

import static io.cellplane.api.KnownUsers.FOREIGNER;
import static io.cellplane.api.KnownUsers.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.api.http.Route;
import io.cellplane.api.http.RouteTable;
import io.cellplane.api.servers.ServerCloud.Answer;
import io.cellplane.db.control.HostStateRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Whose servers are, and what an operator's policy changes of that. Actions are walked by {@link ActionStatesTest}. */
class ServerOwnersTest {
    /** What the schema of each route with a body lets through. */
    private static final Map<String, String> BODIES = Map.of(
            "servers/update", "{\"server\": {\"name\": \"mine\"}}",
            "servers/metadata", "{\"metadata\": {\"a\": \"b\"}}",
            "servers/meta", "{\"meta\": {\"a\": \"b\"}}",
            "servers/tags", "{\"tags\": [\"a\"]}");

    @TempDir
    private static Path folder;

    private static ServerCloud cloud;
    private static UUID server;

    @BeforeAll
    static void start() throws IOException {
        Path policy = Files.writeString(folder.resolve("policy.yaml"), """
                os_compute_api:servers:show:host_status:unknown-only: "rule:member_or_admin"
                os_compute_api:servers:create:attach_volume: "!"
                """);
        cloud = new ServerCloud(ServerCloud.NOWHERE, Map.of("cellplane.api.policy-file", policy.toString()));
        server = cloud.resting("theirs");
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @TestFactory
    List<DynamicTest> a_foreigner_finds_no_server() {
        return cloud.server().part(RouteTable.class).entries().stream()
                .filter(route -> route.path().startsWith("/v2.1/servers/{id}"))
                .filter(route -> route.rules().actions().isEmpty())
                .map(route -> DynamicTest.dynamicTest(route.method() + " " + route.path(), () -> findsNone(route)))
                .toList();
    }

    private static void findsNone(RouteTable.Entry route) {
        String path = route.path()
                .substring("/v2.1".length())
                .replace("{id}", server.toString())
                .replaceAll("\\{[^}]+}", "a");
        String schema = route.rules().body();
        // A tag is in the path: its body is empty.
        @Nullable String body =
                schema.isEmpty() || schema.equals("servers/tag") ? null : Objects.requireNonNull(BODIES.get(schema));
        String version = route.rules().versions().last().toString();
        Answer answer = cloud.call(FOREIGNER, version, route.method(), path, body);
        if (route.rules().owner() == Route.Owner.ADMIN) {
            assertThat(answer.status()).isEqualTo(403);
        } else {
            assertThat(answer.message()).isEqualTo("Instance " + server + " could not be found.");
            assertThat(answer.status()).isEqualTo(404);
        }
    }

    @Test
    void who_may_see_only_hosts_of_which_nothing_is_known_sees_no_other() {
        assertThat(cloud.get(MEMBER, "2.16", "/servers/" + server)
                        .body()
                        .at("/server/host_status")
                        .isMissingNode())
                .isTrue();
        cloud.api.hostStates().transition("host1", "cell1", HostStateRow.DOWN, Instant.now());
        assertThat(cloud.get(MEMBER, "2.16", "/servers/" + server)
                        .body()
                        .at("/server/host_status")
                        .asText())
                .isEqualTo("UNKNOWN");
    }

    @Test
    void who_may_not_attach_volumes_names_no_block_device() {
        Answer answer = cloud.boot(
                MEMBER,
                "2.79",
                "with-disk",
                ", \"block_device_mapping_v2\": [{\"boot_index\": 0, \"uuid\": \"" + KnownImages.SMALL
                        + "\", \"source_type\": \"image\", \"destination_type\": \"local\"}]");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.message()).contains("os_compute_api:servers:create:attach_volume");
    }
}
