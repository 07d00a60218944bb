package io.cellplane.activities.control;

import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.contracts.server.RequestedNetwork;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.CellRegistry;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.Json;
import io.cellplane.db.Schema;
import io.cellplane.db.Secrets;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.control.InventoryRow;
import io.cellplane.db.control.LaneRow;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.control.RequestSpecRow;
import io.cellplane.embedded.SharedMariaDb;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A control level on a real database: hosts as they register, servers as the API accepts them. */
public final class Control implements AutoCloseable {
    public static final FlavorSpec FLAVOR = new FlavorSpec("f1", "small", 1, 512, 1, 0, 0, 1, null, Map.of());

    public final ApiDatabase api;
    public final CellDatabases cells;
    private final List<SharedMariaDb.TestDatabase> databases = new ArrayList<>();

    public Control(String prefix, String... names) {
        Secrets secrets = new Secrets(new byte[32]);
        DatabaseSettings settings = fresh(prefix);
        Schema.API.migrate(settings);
        api = ApiDatabase.open(settings, Clock.systemUTC());
        cells = new CellDatabases(api, secrets, Duration.ofSeconds(5));
        for (String name : names) {
            DatabaseSettings cell = fresh(prefix + "_" + name);
            Schema.CELL.migrate(cell);
            new CellRegistry(api, secrets).enter(name, cell, null);
        }
    }

    private DatabaseSettings fresh(String prefix) {
        SharedMariaDb.TestDatabase database = SharedMariaDb.freshDatabase(prefix);
        databases.add(database);
        return new DatabaseSettings(database.url().replaceAll("\\?.*", ""), database.user(), database.password());
    }

    /** A host that is up, with room for so many servers of the flavor by its processors, and for more by the rest. */
    public UUID host(String name, String cell, int servers) {
        UUID provider = UUID.randomUUID();
        Instant now = Instant.now();
        api.hostStates().add(name, cell, provider, HostStateRow.UP, now);
        api.inventories().put(provider, InventoryRow.VCPU, servers, 0, 1);
        api.inventories().put(provider, InventoryRow.MEMORY_MB, 512 * 1000, 0, 1);
        api.inventories().put(provider, InventoryRow.DISK_GB, 10_000, 0, 1);
        api.providers().add(provider, name, name, cell, now);
        return provider;
    }

    /** An accepted create. */
    public record Accepted(UUID server, UUID operation) {}

    public Accepted accept() {
        return accept(List.of(), null, false);
    }

    public Accepted accept(List<RequestedNetwork> networks, @Nullable String host, boolean forced) {
        return accept("project", networks, host, forced);
    }

    public Accepted accept(String project, List<RequestedNetwork> networks, @Nullable String host, boolean forced) {
        UUID server = UUID.randomUUID();
        OperationRow boot = operation(server, Kind.BOOT, OperationState.ACCEPTED, Instant.now());
        RequestedServer requested = new RequestedServer(
                server,
                project,
                "user",
                "name",
                "host-name",
                null,
                FLAVOR,
                "image",
                Map.of(),
                null,
                null,
                null,
                Map.of(),
                List.of(),
                List.of("default"),
                null,
                host,
                forced,
                networks,
                false,
                null,
                null,
                false,
                0,
                "r-1",
                "req-1",
                Instant.now());
        api.database().run(() -> {
            Instant now = Instant.now();
            api.mappings()
                    .saveAll(List.of(new MappingRow(server, null, 1, null, project, "user", false, now, now, null)));
            api.requestSpecs().saveAll(List.of(new RequestSpecRow(server, Json.write(requested), now)));
            api.operations().save(boot);
            api.lanes().saveAll(List.of(new LaneRow(server, boot.id(), null, 0, null)));
        });
        return new Accepted(server, boot.id());
    }

    public static OperationRow operation(UUID server, Kind kind, String state, Instant at) {
        return new OperationRow(
                UUID.randomUUID(),
                server,
                kind.token(),
                "project",
                "user",
                "req-1",
                null,
                "{}",
                state,
                null,
                null,
                at.plusSeconds(600),
                at,
                at);
    }

    public String stateOf(UUID operation) {
        return api.operations().find(operation).map(OperationRow::state).orElse("none");
    }

    /** Empties every table but the registry of cells: cheaper than new databases. */
    public void erase() {
        databases.forEach(Control::erase);
    }

    private static void erase(SharedMariaDb.TestDatabase database) {
        String tables = "select table_name from information_schema.tables where table_schema = '" + database.name()
                + "' and table_name not in ('flyway_schema_history', 'cell_mappings')";
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            List<String> names = new ArrayList<>();
            try (ResultSet found = statement.executeQuery(tables)) {
                while (found.next()) {
                    names.add(found.getString(1));
                }
            }
            for (String name : names) {
                statement.execute("delete from " + name);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        cells.close();
        api.close();
        databases.forEach(SharedMariaDb.TestDatabase::close);
    }
}
