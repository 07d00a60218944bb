package io.cellplane.db.lists;

import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.Database;
import io.cellplane.db.Json;
import io.cellplane.db.cell.ExtraRow;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.BuildRequestRow;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestRequest;
import io.cellplane.db.testing.TestServer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A control level with cells in databases of their own, and servers put there by hand. */
final class Clouds implements AutoCloseable {
    static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    final TestControlLevel control;
    final ApiDatabase api;
    final CellDatabases cells;

    Clouds(String... names) {
        control = new TestControlLevel("lists", names);
        api = control.api;
        cells = control.cells;
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
                    .save(new ExtraRow(
                            row.uuid(), Json.write(TestServer.FLAVOR), null, "[\"default\"]", null, null, null, null));
            return cells.of(cell).servers().save(row);
        });
    }

    void map(UUID uuid, @Nullable String cell, long generation, String project, Instant at) {
        api.mappings()
                .saveAll(List.of(new MappingRow(uuid, cell, generation, null, project, "user", false, at, at, null)));
    }

    /** A server that has been accepted only. */
    RequestedServer request(String project, String name, Instant at, @Nullable String zone) {
        RequestedServer server = TestRequest.server()
                .project(project)
                .name(name)
                .zone(zone)
                .at(at)
                .build();
        map(server.uuid(), null, 1, project, at);
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
        control.close();
    }
}
