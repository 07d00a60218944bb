package io.cellplane.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.embedded.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process as it is deployed, with its settings in the environment. */
class MainTest {
    private static final Duration SOON = Duration.ofSeconds(120);

    @TempDir
    private Path folder;

    private Process start(Map<String, String> environment) throws IOException {
        ProcessBuilder process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
        process.environment().putAll(environment);
        return process.redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    @Test
    void it_does_not_start_without_the_secret_of_the_proxy() throws Exception {
        Process process = start(Map.of("CELLPLANE_HEALTH_PORT", "0"));
        assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(Files.readString(folder.resolve("log"))).contains("shared-secret-file names no secret");
    }

    @Test
    void it_is_ready_and_answers_with_its_cells_database_alone() throws Exception {
        try (TestControlLevel control = new TestControlLevel("main", "cell1");
                HttpClient client = HttpClient.newHttpClient()) {
            DatabaseSettings own = control.cells.of("cell1").database().settings();
            int port = FreePort.next();
            int health = FreePort.next();
            Process process = start(Map.of(
                    "CELLPLANE_DATABASE_URL", own.url(),
                    "CELLPLANE_DATABASE_USER", own.user(),
                    "CELLPLANE_DATABASE_PASSWORD_FILE", file("password", own.password()),
                    "CELLPLANE_GUESTS_HOST", "127.0.0.1",
                    "CELLPLANE_GUESTS_PORT", "" + port,
                    "CELLPLANE_GUESTS_SHARED_SECRET_FILE", file("secret", AskedCell.SECRET),
                    "CELLPLANE_HEALTH_PORT", "" + health));
            try {
                await().atMost(SOON).until(() -> status(client, health, "/readyz") == 200);
                assertThat(status(client, port, "/")).isEqualTo(200);
                assertThat(status(client, port, "/latest/meta-data/")).isEqualTo(400);
                assertThat(body(client, health, "/metrics"))
                        .contains("cellplane_metadata_requests_seconds_count{status=\"400\"}");
            } finally {
                process.destroy();
                assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    private String file(String name, String secret) throws IOException {
        return Files.writeString(folder.resolve(name), secret).toString();
    }

    private static int status(HttpClient client, int port, String path) throws InterruptedException {
        try {
            return get(client, port, path).statusCode();
        } catch (IOException notYet) {
            return 0;
        }
    }

    private static String body(HttpClient client, int port, String path) throws IOException, InterruptedException {
        return get(client, port, path).body();
    }

    private static HttpResponse<String> get(HttpClient client, int port, String path)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
