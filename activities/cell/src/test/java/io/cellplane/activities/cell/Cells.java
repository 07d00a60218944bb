package io.cellplane.activities.cell;

import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.CellRegistry;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.Json;
import io.cellplane.db.Schema;
import io.cellplane.db.Secrets;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.BuildRequestRow;
import io.cellplane.db.control.LaneRow;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.control.OperationDataRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.control.RequestSpecRow;
import io.cellplane.embedded.SharedMariaDb;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Cells on a real database, with servers as the API accepts them; its clock is moved by hand. */
public final class Cells implements AutoCloseable {
    private static final FlavorSpec FLAVOR = new FlavorSpec("f1", "small", 1, 512, 1, 0, 0, 1, null, Map.of());

    public final HandClock clock = new HandClock();
    public final ApiDatabase api;
    public final CellDatabases databases;
    private final List<SharedMariaDb.TestDatabase> fresh = new ArrayList<>();

    public Cells(String prefix, String... names) {
        Secrets secrets = new Secrets(new byte[32]);
        DatabaseSettings control = fresh(prefix);
        Schema.API.migrate(control);
        api = ApiDatabase.open(control, clock);
        databases = new CellDatabases(api, secrets, Duration.ofSeconds(5));
        for (String name : names) {
            DatabaseSettings cell = fresh(prefix + "_" + name);
            Schema.CELL.migrate(cell);
            new CellRegistry(api, secrets).enter(name, cell, null);
        }
    }

    private DatabaseSettings fresh(String prefix) {
        SharedMariaDb.TestDatabase database = SharedMariaDb.freshDatabase(prefix);
        fresh.add(database);
        return new DatabaseSettings(database.url().replaceAll("\\?.*", ""), database.user(), database.password());
    }

    public CellDatabase cell(String name) {
        return databases.of(name);
    }

    /** An accepted create that carries a password. */
    public record Accepted(UUID server, UUID operation) {}

    public Accepted accept(String password) {
        Instant now = clock.instant();
        Accepted accepted = new Accepted(UUID.randomUUID(), UUID.randomUUID());
        RequestedServer requested = requested(accepted.server(), now);
        api.database().run(() -> {
            api.mappings()
                    .saveAll(List.of(new MappingRow(
                            accepted.server(), null, 1, null, "project", "user", false, now, now, null)));
            api.buildRequests().saveAll(List.of(BuildRequestRow.of(requested)));
            api.requestSpecs().saveAll(List.of(new RequestSpecRow(accepted.server(), Json.write(requested), now)));
            api.operations().save(boot(accepted, now));
            api.operationData()
                    .saveAll(List.of(new OperationDataRow(
                            accepted.operation(),
                            OperationDataRow.ADMIN_PASSWORD,
                            password.getBytes(StandardCharsets.UTF_8))));
            api.lanes().saveAll(List.of(new LaneRow(accepted.server(), accepted.operation(), null, 0, null)));
        });
        return accepted;
    }

    private static OperationRow boot(Accepted accepted, Instant now) {
        return new OperationRow(
                accepted.operation(),
                accepted.server(),
                Kind.BOOT.token(),
                "project",
                "user",
                "req-1",
                null,
                "{}",
                OperationState.RUNNING,
                null,
                null,
                now.plusSeconds(600),
                now,
                now);
    }

    private static RequestedServer requested(UUID server, Instant now) {
        return new RequestedServer(
                server,
                "project",
                "user",
                "name",
                "host-name",
                null,
                FLAVOR,
                "image",
                Map.of("kernel_id", "kernel", "ramdisk_id", "ramdisk"),
                null,
                null,
                null,
                Map.of(),
                List.of(),
                List.of("default"),
                null,
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
                now);
    }

    @Override
    public void close() {
        databases.close();
        api.close();
        fresh.forEach(SharedMariaDb.TestDatabase::close);
    }
}
