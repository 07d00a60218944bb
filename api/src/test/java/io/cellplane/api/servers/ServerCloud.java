package io.cellplane.api.servers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cellplane.api.ApiServer;
import io.cellplane.api.KnownUsers;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.Json;
import io.cellplane.db.Schema;
import io.cellplane.db.Secrets;
import io.cellplane.db.api.ApiDatabase;
import io.cellplane.db.api.FlavorRows;
import io.cellplane.db.api.Intents;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ExtraRow;
import io.cellplane.db.cell.MetadataRow;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.cell.TagRow;
import io.cellplane.db.lists.Listed;
import io.cellplane.embedded.SharedMariaDb;
import io.cellplane.operations.temporal.Temporal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An API over cells whose conductors the test plays itself: what has been accepted lands when it says so. */
final class ServerCloud implements AutoCloseable {
    static final String NOWHERE = "127.0.0.1:1";
    private static final ObjectMapper JSON = new ObjectMapper();

    final ApiDatabase api;
    final CellDatabases cells;
    private final Secrets secrets = new Secrets(new byte[32]);
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<SharedMariaDb.TestDatabase> databases = new ArrayList<>();
    private final Temporal temporal;
    private final ApiServer server;

    ServerCloud(String temporalAddress, Map<String, Object> properties) {
        api = ApiDatabase.open(fresh("servers", Schema.API), Clock.systemUTC());
        cells = new CellDatabases(api, secrets, Duration.ofSeconds(5));
        for (String cell : List.of("cell0", "cell1", "cell2")) {
            DatabaseSettings settings = fresh("servers_" + cell, Schema.CELL);
            register(cell, settings.url(), settings.user(), settings.password());
        }
        api.database().rows(FlavorRows.class).add("f1", "m1.small", 512, 2, 10, 0, 0, 1, true, null, Instant.now());
        api.database().rows(FlavorRows.class).add("zero", "m1.zero", 64, 1, 0, 0, 0, 1, true, null, Instant.now());
        api.database().rows(FlavorRows.class).add("hidden", "m1.hidden", 64, 1, 1, 0, 0, 1, false, null, Instant.now());
        Patience patience = temporalAddress.equals(NOWHERE) ? inAHurry(Patience.hasty()) : Patience.hasty();
        temporal = new Temporal(temporalAddress, "default", "api/test", patience, 3);
        Map<String, Object> all = new HashMap<>(properties);
        all.put("cellplane.api.port", 0);
        server = ApiServer.start(
                all, api, cells, secrets, temporal, patience, new KnownUsers(), new KnownImages(), new KnownNetworks());
    }

    /** Nobody answers there, so nobody is waited for. */
    private static Patience inAHurry(Patience usual) {
        return new Patience(
                usual.heartbeat(),
                usual.hostTaken(),
                usual.hostHold(),
                usual.hostAbsent(),
                usual.cleaning(),
                usual.spawn(),
                usual.bootDeadline(),
                usual.deleteDeadline(),
                usual.powerDeadline(),
                usual.moveDeadline(),
                usual.resizeWindow(),
                usual.stepRetry(),
                usual.stepRetryMost(),
                usual.admittingStale(),
                usual.acceptedStale(),
                usual.startFails(),
                Duration.ofMillis(20),
                usual.closingWait(),
                usual.runningUnseen(),
                usual.sweep(),
                usual.hostSilent(),
                usual.hostAlive(),
                usual.listWait(),
                usual.showWait());
    }

    ApiServer server() {
        return server;
    }

    private DatabaseSettings fresh(String name, Schema schema) {
        SharedMariaDb.TestDatabase database = SharedMariaDb.freshDatabase(name);
        databases.add(database);
        String url = database.url().replaceAll("\\?.*", "");
        DatabaseSettings settings = new DatabaseSettings(url, database.user(), database.password());
        schema.migrate(settings);
        return settings;
    }

    void register(String cell, String url, String user, String password) {
        api.cells().put(cell, UUID.randomUUID(), url, user, secrets.encrypt(password), null, Instant.now());
    }

    /** What came back. */
    record Answer(int status, JsonNode body, HttpResponse<String> raw) {
        String message() {
            return body.isEmpty() ? "" : body.iterator().next().path("message").asText();
        }
    }

    Answer call(String user, String version, String method, String path, @Nullable String body) {
        HttpRequest.BodyPublisher publisher =
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/v2.1" + path))
                .method(method, publisher)
                .header("Content-Type", "application/json")
                .header("X-Auth-Token", user)
                .header("OpenStack-API-Version", "compute " + version)
                .build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            String text = answer.body();
            return new Answer(
                    answer.statusCode(), text.isEmpty() ? JSON.createObjectNode() : JSON.readTree(text), answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Answer get(String user, String version, String path) {
        return call(user, version, "GET", path, null);
    }

    /** Boots at 2.37 or later; {@code more} is put into the server's fields. */
    Answer boot(String user, String version, String name, String more) {
        return call(
                user,
                version,
                "POST",
                "/servers",
                "{\"server\": {\"name\": \"%s\", \"flavorRef\": \"f1\", \"imageRef\": \"%s\", \"networks\": \"none\"%s}}"
                        .formatted(name, KnownImages.SMALL, more));
    }

    UUID booted(String user, String name) {
        Answer answer = boot(user, "2.79", name, "");
        if (answer.status() != 202) {
            throw new IllegalStateException(answer.status() + " " + answer.body());
        }
        return UUID.fromString(answer.body().at("/server/id").asText());
    }

    /** What the conductor and the cell do between accepting and ACTIVE. */
    ServerRow land(UUID uuid, String cell) {
        RequestedServer asked = api.buildRequests().find(uuid).orElseThrow().server();
        CellDatabase database = cells.steps(cell);
        database.database().run(() -> {
            database.servers().save(Listed.of(asked).row());
            database.extras()
                    .save(new ExtraRow(
                            uuid, Json.write(asked.flavor()), null, Json.write(asked.securityGroups()), null));
            database.metadata()
                    .saveAll(asked.metadata().entrySet().stream()
                            .map(pair -> new MetadataRow(uuid, pair.getKey(), pair.getValue()))
                            .toList());
            database.tags()
                    .saveAll(asked.tags().stream()
                            .map(tag -> new TagRow(uuid, tag))
                            .toList());
            BoundPort port = new BoundPort(
                    UUID.randomUUID(),
                    UUID.fromString(KnownNetworks.PRIVATE),
                    "private",
                    "fa:16:3e:00:00:02",
                    List.of(new BoundPort.Address(4, "10.0.0.5")),
                    null,
                    true);
            database.infoCaches().put(uuid, Json.write(List.of(port)), Instant.now());
            database.servers().settle(uuid, 1, UUID.randomUUID(), "host1", "nova", Instant.now());
            database.servers().activate(uuid, 1, 1, Instant.now());
        });
        api.mappings().place(uuid, cell, 1, Instant.now());
        api.buildRequests().drop(uuid);
        UUID boot = api.lanes().find(uuid).orElseThrow().life();
        new Intents(api).close(Objects.requireNonNull(boot), null);
        return database.servers().find(uuid).orElseThrow();
    }

    /** Rows that an accepted create makes, of every kind: what a refused one must not leave. */
    Map<String, Integer> left() {
        return Map.of(
                "mappings", api.mappings().live().size(),
                "build_requests", api.buildRequests().all().size(),
                "operations", api.operations().open().size(),
                "quota_claims", api.quotaClaims().all().size());
    }

    @Override
    public void close() {
        server.close();
        temporal.close();
        cells.close();
        api.close();
        client.close();
        databases.forEach(SharedMariaDb.TestDatabase::close);
    }
}
