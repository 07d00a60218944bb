package io.cellplane.db.move;

import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.contracts.server.TaskState;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.Json;
import io.cellplane.db.cell.ActionRow;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ExtraRow;
import io.cellplane.db.cell.FaultRow;
import io.cellplane.db.cell.MetadataRow;
import io.cellplane.db.cell.SecretRow;
import io.cellplane.db.cell.TagRow;
import io.cellplane.db.cell.VirtualInterfaceRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestServer;
import io.cellplane.testing.HandClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A control level and two cells in databases of their own, with a clock that stands still unless it is moved. */
final class MoveWorld implements AutoCloseable {
    static final String A = "a";
    static final String B = "b";
    static final FlavorSpec SMALL = new FlavorSpec("f1", "small", 1, 512, 1, 0, 0, 1, null, Map.of());
    static final FlavorSpec LARGE = new FlavorSpec("f2", "large", 2, 1024, 2, 0, 0, 1, null, Map.of());

    final HandClock clock = new HandClock();
    final ApiDatabase api;
    final CellDatabases cells;

    static {
        BoundaryDataSource.use();
    }

    static TestControlLevel databases(String name) {
        return new TestControlLevel(name, A, B);
    }

    /** @param control its databases, which several may share */
    MoveWorld(TestControlLevel control) {
        api = ApiDatabase.open(control.api.database().settings(), clock);
        cells = new CellDatabases(api, control.secrets, Duration.ofSeconds(10));
        cells.names();
    }

    /** A server with something in each of its tables, held by an operation that is going to move it. */
    void server(UUID server, UUID operation, String project, String cellName, boolean whole) {
        Instant now = clock.instant();
        api.mappings()
                .saveAll(List.of(new MappingRow(server, cellName, 1, null, project, "user", false, now, now, null)));
        CellDatabase cell = cells.of(cellName);
        cell.database().run(() -> {
            cell.servers()
                    .save(TestServer.active(server, now)
                            .project(project)
                            .task(operation, TaskState.RESIZE_PREP)
                            .key("key", "ssh-rsa")
                            .userData("data")
                            .row());
            if (whole) {
                cell.extras()
                        .save(new ExtraRow(
                                server, Json.write(SMALL), "[\"key\"]", "[\"default\"]", "{}", "{}", "{}", "cipher"));
                cell.infoCaches().put(server, "[]", now);
                cell.metadata().saveAll(List.of(new MetadataRow(server, "origin", "here")));
                cell.tags().saveAll(List.of(new TagRow(server, "first")));
                cell.faults().save(new FaultRow(null, server, 500, "once", "details", "h1", now));
                cell.virtualInterfaces()
                        .saveAll(List.of(
                                new VirtualInterfaceRow(UUID.randomUUID(), "fa:16", UUID.randomUUID(), server, null)));
                cell.secrets()
                        .saveAll(List.of(new SecretRow(server, "password", "x".getBytes(StandardCharsets.UTF_8))));
                action(cell, server, "req-create", now);
            }
        });
    }

    static void action(CellDatabase cell, UUID server, String request, Instant now) {
        cell.actions().save(new ActionRow(null, server, "create", request, "user", "project", now, now, now, null));
        long id = cell.actions().find(server, request).map(ActionRow::id).orElseThrow();
        cell.events().start(id, "event", 1, "h1", now);
        cell.events().finish(id, "event", 1, "Success", null, now);
    }

    @Override
    public void close() {
        cells.close();
        api.close();
    }
}
