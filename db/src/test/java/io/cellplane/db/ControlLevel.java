package io.cellplane.db;

import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.BuildRequestRow;
import io.cellplane.db.control.LaneRow;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.control.Quota;
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
import org.awaitility.Awaitility;

/** The control level's database with cells, each in a fresh database of a real server, and rows as the API writes them. */
public final class ControlLevel implements AutoCloseable {
    public static final FlavorSpec FLAVOR = new FlavorSpec("f1", "small", 2, 512, 10, 0, 0, 1, null, Map.of());

    public final Secrets secrets = new Secrets(new byte[32]);
    public final ApiDatabase api;
    public final CellDatabases cells;
    private final String prefix;
    private final SharedMariaDb.TestDatabase control;
    private final List<SharedMariaDb.TestDatabase> databases = new ArrayList<>();

    public ControlLevel(String prefix, String... names) {
        this.prefix = prefix;
        control = fresh("api");
        Schema.API.migrate(settings(control));
        api = ApiDatabase.open(settings(control), Clock.systemUTC());
        for (String name : names) {
            addCell(name);
        }
        cells = new CellDatabases(api, secrets, Duration.ofSeconds(3));
    }

    /** Puts a migrated cell database into the registry; or moves the cell there. */
    public DatabaseSettings addCell(String name) {
        DatabaseSettings settings = settings(fresh(name));
        Schema.CELL.migrate(settings);
        register(name, settings);
        return settings;
    }

    public void register(String name, DatabaseSettings at) {
        new CellRegistry(api, secrets).enter(name, at, null);
    }

    public SharedMariaDb.TestDatabase fresh(String name) {
        SharedMariaDb.TestDatabase database = SharedMariaDb.freshDatabase(prefix + "_" + name);
        databases.add(database);
        return database;
    }

    public static DatabaseSettings settings(SharedMariaDb.TestDatabase database) {
        return new DatabaseSettings(database.url().replaceAll("\\?.*", ""), database.user(), database.password());
    }

    /** An accepted create. */
    public record Accepted(UUID server, UUID operation) {}

    public Accepted accept(String project) {
        UUID server = UUID.randomUUID();
        OperationRow boot = operation(server, Kind.BOOT, OperationState.ACCEPTED, project);
        RequestedServer requested = requested(server, project);
        api.database().run(() -> {
            Instant now = Instant.now();
            api.mappings()
                    .saveAll(List.of(new MappingRow(server, null, 1, null, project, "user", false, now, now, null)));
            api.buildRequests().saveAll(List.of(BuildRequestRow.of(requested)));
            api.requestSpecs().saveAll(List.of(new RequestSpecRow(server, Json.write(requested), now)));
            api.operations().save(boot);
            api.lanes().saveAll(List.of(new LaneRow(server, boot.id(), null, 0, null)));
            api.quota().take(project, "user", FLAVOR, List.of(server), 1, Quota.Limits.none());
        });
        return new Accepted(server, boot.id());
    }

    public static OperationRow operation(UUID server, Kind kind, String state, String project) {
        Instant now = Instant.now();
        return new OperationRow(
                UUID.randomUUID(),
                server,
                kind.token(),
                project,
                "user",
                "req-1",
                null,
                "{}",
                state,
                null,
                null,
                now.plusSeconds(600),
                now,
                now);
    }

    public static RequestedServer requested(UUID server, String project) {
        return new RequestedServer(
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
                Instant.now());
    }

    public String stateOf(UUID operation) {
        return api.operations().find(operation).map(OperationRow::state).orElse("none");
    }

    /** Empties every table but the registry of cells: cheaper than new databases. */
    public void erase() {
        databases.forEach(database -> sql(
                        database,
                        "select table_name from information_schema.tables where table_schema = '" + database.name()
                                + "' and table_name not in ('flyway_schema_history', 'cell_mappings')")
                .forEach(table -> sql(database, "delete from " + table)));
    }

    /** The first column of what a statement on the control level's database finds; what is not a query finds nothing. */
    public List<String> sql(String statement) {
        return sql(control, statement);
    }

    private static List<String> sql(SharedMariaDb.TestDatabase database, String statement) {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement prepared = connection.createStatement()) {
            List<String> found = new ArrayList<>();
            if (prepared.execute(statement)) {
                try (ResultSet rows = prepared.getResultSet()) {
                    while (rows.next()) {
                        found.add(rows.getString(1));
                    }
                }
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(statement, e);
        }
    }

    /** Until a statement that names this id waits for a lock that another transaction holds. */
    public void awaitLockWait(UUID named) {
        Awaitility.await("a lock wait of " + named)
                .atMost(Duration.ofSeconds(30))
                .until(() -> !sql("select trx_id from information_schema.innodb_trx where trx_state = 'LOCK WAIT'"
                                + " and trx_query like '%" + named + "%'")
                        .isEmpty());
    }

    @Override
    public void close() {
        cells.close();
        api.close();
        databases.forEach(SharedMariaDb.TestDatabase::close);
    }
}
