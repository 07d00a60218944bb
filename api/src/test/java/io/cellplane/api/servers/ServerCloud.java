package io.cellplane.api.servers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cellplane.api.ApiServer;
import io.cellplane.api.KnownUsers;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.Json;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ExtraRow;
import io.cellplane.db.cell.MetadataRow;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.cell.TagRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.FlavorRows;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.control.MigrationRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.lane.Lanes;
import io.cellplane.db.lane.Lanes.Leaving;
import io.cellplane.db.lists.Listed;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestOperation;
import io.cellplane.temporal.client.Temporal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An API over cells whose conductors the test plays itself: what has been accepted lands when it says so. */
public final class ServerCloud implements AutoCloseable {
    public static final String NOWHERE = "127.0.0.1:1";
    private static final ObjectMapper JSON = new ObjectMapper();

    public final ApiDatabase api;
    public final CellDatabases cells;
    public final TestControlLevel control;
    final KnownNetworks networks = new KnownNetworks();
    final KnownGuests guests = new KnownGuests();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Temporal temporal;
    private final ApiServer server;
    private @Nullable Thread attaching;

    /** @param more parts of the API */
    public ServerCloud(String temporalAddress, Map<String, Object> properties, Object... more) {
        control = new TestControlLevel("servers", "cell0", "cell1", "cell2");
        api = control.api;
        cells = control.cells;
        host("host1", "cell1");
        api.database().rows(FlavorRows.class).add("f1", "m1.small", 512, 2, 10, 0, 0, 1, true, null, Instant.now());
        api.database().rows(FlavorRows.class).add("zero", "m1.zero", 64, 1, 0, 0, 0, 1, true, null, Instant.now());
        api.database().rows(FlavorRows.class).add("hidden", "m1.hidden", 64, 1, 1, 0, 0, 1, false, null, Instant.now());
        Patience patience =
                startingWithin(Duration.ofMillis(temporalAddress.equals(NOWHERE) ? 20 : 20_000), Patience.hasty());
        temporal = new Temporal(temporalAddress, "default", "api/test", 3);
        Map<String, Object> all = new HashMap<>(properties);
        all.put("cellplane.api.port", 0);
        Stream<Object> parts = Stream.of(
                api,
                cells,
                control.secrets,
                temporal,
                patience,
                new KnownUsers(),
                new KnownImages(),
                networks,
                guests,
                new KnownBuses());
        server = ApiServer.start(all, Stream.concat(parts, Stream.of(more)).toArray());
    }

    /** Nobody is waited for who is nowhere; who is there may be busy with other tests. */
    private static Patience startingWithin(Duration startWait, Patience usual) {
        return usual.withWaits(usual.waits().withStart(startWait));
    }

    public ApiServer server() {
        return server;
    }

    public void host(String host, String cell) {
        api.hostMappings().add(host, cell, KnownGuests.id(host), Instant.now());
        api.hostStates().add(host, cell, UUID.randomUUID(), HostStateRow.UP, Instant.now());
        guests.host(host, cell);
    }

    void flavor(String id, int memoryMb, int vcpus, int rootGb) {
        api.database()
                .rows(FlavorRows.class)
                .add(id, "m1." + id, memoryMb, vcpus, rootGb, 0, 0, 1, true, null, Instant.now());
    }

    /** Writes a state straight into the server's record. */
    public void state(UUID uuid, String cell, String vmState, @Nullable String taskState) {
        DatabaseSettings at = cells.of(cell).database().settings();
        try (Connection connection = DriverManager.getConnection(at.url(), at.user(), at.password());
                PreparedStatement write = connection.prepareStatement(
                        "update instances set vm_state = ?, task_state = ?, operation = null, deleted = ?"
                                + " where uuid = ?")) {
            write.setString(1, vmState);
            write.setString(2, taskState);
            write.setBoolean(3, vmState.equals("deleted"));
            write.setString(4, uuid.toString());
            if (write.executeUpdate() != 1) {
                throw new IllegalStateException("no record of " + uuid);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A server of the member's in cell1, at rest. */
    public UUID resting(String name) {
        UUID uuid = booted(KnownUsers.MEMBER, name);
        land(uuid, "cell1");
        return uuid;
    }

    public ServerRow row(UUID uuid) {
        return cells.of("cell1").servers().find(uuid).orElseThrow();
    }

    /** A finished resize of the server, whose way back is open. */
    OperationRow moved(UUID uuid) {
        Instant now = Instant.now();
        OperationRow move = TestOperation.of(uuid, Kind.RESIZE, OperationState.VERIFY)
                .by(KnownUsers.PROJECT, "member-id")
                .request("req-" + UUID.randomUUID())
                .dueIn(Duration.ofHours(1))
                .row();
        api.operations().save(move);
        api.migrations()
                .save(new MigrationRow(
                        null,
                        move.id(),
                        uuid,
                        KnownUsers.PROJECT,
                        "member-id",
                        MigrationRow.RESIZE,
                        MigrationRow.FINISHED,
                        "cell1",
                        "host1",
                        UUID.randomUUID(),
                        1,
                        "cell1",
                        "host2",
                        UUID.randomUUID(),
                        "{}",
                        "{}",
                        true,
                        now,
                        now));
        return move;
    }

    public Answer act(String user, UUID uuid, String body) {
        return call(user, "2.79", "POST", "/servers/" + uuid + "/action", body);
    }

    /** What is being done to the server; the move whose way back is open is not. */
    Optional<OperationRow> doing(UUID uuid) {
        UUID life = api.lanes().find(uuid).orElseThrow().life();
        return Optional.ofNullable(life)
                .flatMap(api.operations()::find)
                .filter(row -> !row.state().equals("closed"))
                .or(() -> new Lanes(api).beside(uuid).stream().findFirst());
    }

    /** Whatever is to be attached is, as a conductor would have it, until the cloud is closed. */
    void attachEverything() {
        attaching = Thread.ofVirtual().name("attaching").start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                api.operations().stale(OperationState.ACCEPTED, Instant.now().plusSeconds(60), 100).stream()
                        .filter(row -> row.what() == Kind.ATTACH_INTERFACE)
                        .forEach(this::attach);
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }
        });
    }

    private void attach(OperationRow row) {
        networks.marked.add(KnownNetworks.attached(UUID.randomUUID(), row.server(), row.id()));
        new Lanes(api).leave(row.id(), Leaving.done());
    }

    /** What came back. */
    public record Answer(int status, JsonNode body, HttpResponse<String> raw) {
        public String message() {
            return body.isEmpty() ? "" : body.iterator().next().path("message").asText();
        }
    }

    public Answer call(String user, String version, String method, String path, @Nullable String body) {
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

    public Answer get(String user, String version, String path) {
        return call(user, version, "GET", path, null);
    }

    /** Boots at 2.37 or later; {@code more} is put into the server's fields. */
    public Answer boot(String user, String version, String name, String more) {
        return call(
                user,
                version,
                "POST",
                "/servers",
                "{\"server\": {\"name\": \"%s\", \"flavorRef\": \"f1\", \"imageRef\": \"%s\", \"networks\": \"none\"%s}}"
                        .formatted(name, KnownImages.SMALL, more));
    }

    public UUID booted(String user, String name) {
        Answer answer = boot(user, "2.79", name, "");
        if (answer.status() != 202) {
            throw new IllegalStateException(answer.status() + " " + answer.body());
        }
        return UUID.fromString(answer.body().at("/server/id").asText());
    }

    /** What the conductor and the cell do between accepting and ACTIVE. */
    public ServerRow land(UUID uuid, String cell) {
        RequestedServer asked = api.buildRequests().find(uuid).orElseThrow().server();
        CellDatabase database = cells.of(cell);
        database.database().run(() -> {
            database.servers().save(Listed.of(asked).row());
            database.extras()
                    .save(new ExtraRow(
                            uuid,
                            Json.write(asked.flavor()),
                            null,
                            Json.write(asked.securityGroups()),
                            null,
                            null,
                            null,
                            null));
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
        new Lanes(api).leave(Objects.requireNonNull(boot), Leaving.done());
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
        if (attaching != null) {
            attaching.interrupt();
        }
        server.close();
        temporal.close();
        client.close();
        control.close();
    }
}
