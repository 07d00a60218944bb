package io.cellplane.db.lists;

import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.CellRegistry;
import io.cellplane.db.Database;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.Json;
import io.cellplane.db.Schema;
import io.cellplane.db.Secrets;
import io.cellplane.db.cell.ExtraRow;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.BuildRequestRow;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.testing.TestServer;
import io.cellplane.embedded.SharedMariaDb;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A control level with cells in databases of their own, and servers put there by hand. */
final class Clouds implements AutoCloseable {
    static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    final Secrets secrets = new Secrets(new byte[32]);
    final ApiDatabase api;
    final CellDatabases cells;
    private final List<SharedMariaDb.TestDatabase> databases = new ArrayList<>();

    Clouds(String... names) {
        SharedMariaDb.TestDatabase control = fresh("lists_api");
        Schema.API.migrate(settings(control));
        api = ApiDatabase.open(settings(control), Clock.systemUTC());
        cells = new CellDatabases(api, secrets, Duration.ofSeconds(5));
        for (String name : names) {
            SharedMariaDb.TestDatabase cell = fresh("lists_" + name);
            Schema.CELL.migrate(settings(cell));
            register(name, bare(cell.url()), cell.user(), cell.password());
        }
    }

    void register(String name, String url, String user, String password) {
        new CellRegistry(api, secrets).enter(name, new DatabaseSettings(url, user, password), null);
    }

    private SharedMariaDb.TestDatabase fresh(String prefix) {
        SharedMariaDb.TestDatabase database = SharedMariaDb.freshDatabase(prefix);
        databases.add(database);
        return database;
    }

    private static DatabaseSettings settings(SharedMariaDb.TestDatabase database) {
        return new DatabaseSettings(bare(database.url()), database.user(), database.password());
    }

    private static String bare(String url) {
        return url.replaceAll("\\?.*", "");
    }

    /** A server in a cell, with its mapping. */
    ServerRow place(String cell, ServerRow row) {
        map(row.uuid(), cell, row.generation(), row.projectId(), row.createdAt());
        return put(cell, row);
    }

    ServerRow put(String cell, ServerRow row) {
        Database database = cells.of(cell).database();
        return database.write(() -> {
            cells.of(cell)
                    .extras()
                    .save(new ExtraRow(row.uuid(), Json.write(TestServer.FLAVOR), null, "[\"default\"]", null));
            return cells.of(cell).servers().save(row);
        });
    }

    void map(UUID uuid, @Nullable String cell, long generation, String project, Instant at) {
        api.mappings()
                .saveAll(List.of(new MappingRow(uuid, cell, generation, null, project, "user", false, at, at, null)));
    }

    /** A server that has been accepted only. */
    RequestedServer request(String project, String name, Instant at, @Nullable String zone) {
        UUID uuid = UUID.randomUUID();
        RequestedServer server = new RequestedServer(
                uuid,
                project,
                "user",
                name,
                "host-" + name,
                null,
                TestServer.FLAVOR,
                "image",
                Map.of(),
                null,
                null,
                null,
                Map.of(),
                List.of(),
                List.of("default"),
                zone,
                null,
                false,
                List.of(),
                false,
                null,
                null,
                false,
                0,
                "r-1",
                "req-1",
                at);
        map(uuid, null, 1, project, at);
        api.buildRequests().saveAll(List.of(BuildRequestRow.of(server)));
        return server;
    }

    static ServerRow row(
            UUID uuid,
            long generation,
            String project,
            String name,
            Instant at,
            @Nullable String description,
            @Nullable String moveState) {
        return TestServer.active(uuid, at)
                .project(project)
                .place(generation, moveState)
                .name(name, description)
                .row();
    }

    @Override
    public void close() {
        cells.close();
        api.close();
        databases.forEach(SharedMariaDb.TestDatabase::close);
    }
}
