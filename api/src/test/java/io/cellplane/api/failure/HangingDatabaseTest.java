package io.cellplane.api.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cellplane.api.ApiServer;
import io.cellplane.api.KnownUsers;
import io.cellplane.db.Schema;
import io.cellplane.db.testing.MigratedDatabase;
import io.cellplane.testing.SharedMariaDb;
import io.cellplane.testing.TcpDoor;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API on a database that hangs: connections stand, nothing comes back. */
class HangingDatabaseTest {
    /** Far above the settings, far below what a client would wait, and below a pool's usual half a minute. */
    private static final Duration SOON = Duration.ofSeconds(10);

    private static final List<String> PATHS =
            List.of("/v2.1/flavors", "/v2.1/servers", "/v2.1/servers/detail", "/v2.1/os-keypairs", "/v2.1/limits");

    @Test
    void every_request_is_503_soon_and_all_is_well_again_by_itself(@TempDir Path folder) throws Exception {
        SharedMariaDb.TestDatabase database = MigratedDatabase.fresh(Schema.API, "hanging");
        URI real = URI.create(database.address().substring("jdbc:".length()));
        String key = Files.writeString(folder.resolve("key"), "0".repeat(64)).toString();
        String password = Files.writeString(folder.resolve("password"), database.password())
                .toString();
        try (database;
                TcpDoor door = new TcpDoor(real.getPort(), TcpDoor.State.OPEN);
                ApiServer server = ApiServer.start(
                        Map.of(
                                "cellplane.api.port",
                                0,
                                "cellplane.secret-key-file",
                                key,
                                "cellplane.database.url",
                                "jdbc:mysql://127.0.0.1:" + door.port() + real.getPath(),
                                "cellplane.database.user",
                                database.user(),
                                "cellplane.database.password-file",
                                password),
                        new KnownUsers());
                HttpClient client = HttpClient.newHttpClient()) {
            assertThat(get(client, server, "/v2.1/flavors").statusCode()).isEqualTo(200);
            door.set(TcpDoor.State.STALLED);
            for (String path : PATHS) {
                HttpResponse<String> answer = get(client, server, path);
                assertThat(answer.statusCode()).as(path).isEqualTo(503);
                assertThat(answer.body()).as(path).contains("serviceUnavailable");
                assertThat(answer.headers().firstValue("Retry-After")).as(path).isPresent();
            }
            door.set(TcpDoor.State.OPEN);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> get(client, server, "/v2.1/flavors").statusCode() == 200);
        }
    }

    private static HttpResponse<String> get(HttpClient client, ApiServer server, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                        .header("X-Auth-Token", KnownUsers.MEMBER)
                        .timeout(SOON)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
