package io.cellplane.conductor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cellplane.contracts.metric.Metric;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.Schema;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.control.ProcessRow;
import io.cellplane.db.testing.MigratedDatabase;
import io.cellplane.db.testing.TestOperation;
import io.cellplane.embedded.EmbeddedTemporal;
import io.cellplane.embedded.FreePort;
import io.cellplane.embedded.TemporalOptions;
import io.cellplane.process.health.Build;
import io.cellplane.testing.SharedMariaDb;
import io.cellplane.testing.TcpDoor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process itself: started before what it needs, watched, and told to stop. */
class MainTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Pattern SAMPLE = Pattern.compile("(?m)^(cellplane_\\w+?)(?:\\{(.*)})? \\S+$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");
    private static final List<String> KEYS = List.of(
            "timestamp", "level", "logger", "message", "operation", "server", "cell", "host", "request_id", "process");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path folder;
    private final int health = FreePort.next();
    private final int temporalPort = FreePort.next();

    MainTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void waits_for_what_it_needs_shows_its_figures_and_stops_when_told() throws Exception {
        SharedMariaDb.TestDatabase database = MigratedDatabase.fresh(Schema.API, "conductor");
        URI real = URI.create(database.address().substring("jdbc:".length()));
        DatabaseSettings settings = MigratedDatabase.settings(database);
        try (database;
                TcpDoor door = new TcpDoor(real.getPort(), TcpDoor.State.SHUT)) {
            Process conductor = start(database, "jdbc:mysql://127.0.0.1:" + door.port() + real.getPath());
            try {
                await().atMost(LONG).until(() -> status("/healthz") == 200);
                await().atMost(LONG).until(() -> logged("waiting for the API database: "));
                assertThat(missing("the API database")).isTrue();
                door.set(TcpDoor.State.OPEN);
                await().atMost(LONG).until(() -> logged("waiting for Temporal: "));
                assertThat(missing("Temporal")).isTrue();
                assertThat(missing("the API database")).isFalse();
                TemporalOptions options = TemporalOptions.in(folder.resolve("temporal"), List.of())
                        .inMemory()
                        .onPorts(temporalPort, 0);
                try (EmbeddedTemporal _ = EmbeddedTemporal.start(options, _ -> {})) {
                    await().atMost(LONG).until(() -> status("/readyz") == 200);
                    figures(settings);
                    assertThat(get("/healthz").body())
                            .isEqualTo(
                                    "{\"live\":true,\"version\":\"%s\",\"commit\":\"%s\",\"schemas\":{\"api\":%d,\"cell\":%d}}",
                                    Build.here().version(),
                                    Build.here().commit(),
                                    Schema.API.version(),
                                    Schema.CELL.version());
                    seen(settings);
                    door.set(TcpDoor.State.STALLED);
                    await().atMost(LONG).until(() -> missing("the API database"));
                    assertThat(get("/metrics").body()).contains("jvm_memory_used_bytes", "cellplane_ready 0.0");
                    door.set(TcpDoor.State.OPEN);
                    await().atMost(LONG).until(() -> status("/readyz") == 200);
                    conductor.destroy();
                    assertThat(conductor.onExit()).succeedsWithin(LONG);
                }
                logsLinesOfJson(database.password());
            } finally {
                conductor.destroyForcibly();
            }
        }
    }

    private Process start(SharedMariaDb.TestDatabase database, String url) throws IOException {
        ProcessBuilder process = new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx160m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
        Path key = Files.writeString(folder.resolve("key"), "0".repeat(64));
        Path password = Files.writeString(folder.resolve("password"), database.password());
        process.environment()
                .putAll(Map.of(
                        "CELLPLANE_SECRET_KEY_FILE", key.toString(),
                        "CELLPLANE_DATABASE_URL", url,
                        "CELLPLANE_DATABASE_USER", database.user(),
                        "CELLPLANE_DATABASE_PASSWORD_FILE", password.toString(),
                        "CELLPLANE_TEMPORAL_ADDRESS", "127.0.0.1:" + temporalPort,
                        "CELLPLANE_HEALTH_PORT", String.valueOf(health)));
        process.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
        return process.start();
    }

    /** What is served of our own is what is documented, with those labels. */
    private void figures(DatabaseSettings settings) throws Exception {
        try (ApiDatabase api = ApiDatabase.open(settings.withPool(1), Clock.systemUTC())) {
            Instant now = Instant.now();
            api.hostStates().add("h1", "cell1", UUID.randomUUID(), "up", now);
            api.database().run(() -> api.operations().save(overdue()));
        }
        await().atMost(LONG)
                .until(() -> get("/metrics").body(), body -> body.contains(Metric.OPERATIONS_OVERDUE.served() + "{"));
        String body = get("/metrics").body();
        assertThat(body)
                .contains("cellplane_hosts{cell=\"cell1\",state=\"up\"} 1.0")
                .contains("cellplane_operations_overdue{kind=\"boot\",state=\"verify\"} 1.0")
                .contains("hikaricp_connections", "temporal_", "jvm_threads", "process_cpu", "jvm_gc");
        Map<String, List<String>> served = new TreeMap<>();
        SAMPLE.matcher(body)
                .results()
                .forEach(found ->
                        served.put(found.group(1).replaceAll("_seconds_(count|sum|max)$", "_seconds"), labels(found)));
        assertThat(served).isEqualTo(documented());
    }

    private static void seen(DatabaseSettings settings) {
        try (ApiDatabase api = ApiDatabase.open(settings.withPool(1), Clock.systemUTC())) {
            await().atMost(LONG)
                    .until(() -> api.processes().all().stream()
                            .anyMatch(row -> row.kind().equals(ProcessRow.CONDUCTOR)
                                    && row.lastSeenAt().isAfter(Instant.now().minusSeconds(60))));
        }
    }

    private static OperationRow overdue() {
        return TestOperation.of(UUID.randomUUID(), Kind.BOOT, OperationState.VERIFY)
                .dueIn(Duration.ofMinutes(-1))
                .row();
    }

    private static List<String> labels(MatchResult sample) {
        String labels = sample.group(2);
        return labels == null
                ? List.of()
                : LABEL.matcher(labels)
                        .results()
                        .map(each -> each.group(1))
                        .sorted()
                        .toList();
    }

    private static Map<String, List<String>> documented() {
        Map<String, List<String>> all = new TreeMap<>();
        Stream.of(
                        Metric.READY,
                        Metric.BUILD,
                        Metric.SCHEMA_NEEDED,
                        Metric.OPERATIONS_OPEN,
                        Metric.OPERATIONS_OVERDUE,
                        Metric.HOSTS,
                        Metric.LOST_CLAIMS,
                        Metric.SWEEPS,
                        Metric.SWEEP_AGE_SECONDS,
                        Metric.SWEEP_FAILURES)
                .forEach(metric -> all.put(
                        metric.served(), metric.labels().stream().sorted().toList()));
        return all;
    }

    private void logsLinesOfJson(String password) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("log"));
        ObjectMapper json = new ObjectMapper();
        for (String line : lines) {
            JsonNode event = json.readTree(line);
            assertThat(event.fieldNames()).toIterable().as(line).containsAll(KEYS);
            assertThat(event.path("process").asText()).isEqualTo("conductor");
        }
        assertThat(String.join("\n", lines))
                .contains("the API database is there", "Temporal is there", "\"stopping\"", "\"stopped\"");
        if (!password.isEmpty()) {
            assertThat(String.join("\n", lines)).doesNotContain(password);
        }
    }

    private boolean logged(String words) throws IOException {
        return Files.readString(folder.resolve("log")).contains(words);
    }

    private boolean missing(String what) throws Exception {
        HttpResponse<String> answer = get("/readyz");
        return answer.statusCode() == 503 && answer.body().contains("\"" + what + "\"");
    }

    private int status(String path) {
        try {
            return get(path).statusCode();
        } catch (Exception notYet) {
            return 0;
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + health + path))
                        .timeout(LONG)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
