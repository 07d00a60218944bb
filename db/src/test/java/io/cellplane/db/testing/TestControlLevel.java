package io.cellplane.db.testing;

import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.CellIdentity;
import io.cellplane.db.CellProbe;
import io.cellplane.db.CellRegistry;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.Json;
import io.cellplane.db.Schema;
import io.cellplane.db.Secrets;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.BuildRequestRow;
import io.cellplane.db.control.GroupMemberRow;
import io.cellplane.db.control.GroupPolicy;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.control.InventoryRow;
import io.cellplane.db.control.LaneRow;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.control.RequestSpecRow;
import io.cellplane.db.control.ServerGroupRow;
import io.cellplane.testing.SharedMariaDb;
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
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The control level's database with cells, each in a fresh database of a real server, and rows as the product writes them. */
public final class TestControlLevel implements AutoCloseable {
    private static final Duration WAIT = Duration.ofSeconds(5);

    public final Secrets secrets = new Secrets(new byte[32]);
    public final ApiDatabase api;
    public final CellDatabases cells;
    private final String prefix;
    private final UnaryOperator<DatabaseSettings> reached;
    private final SharedMariaDb.TestDatabase control;
    private final List<SharedMariaDb.TestDatabase> databases = new ArrayList<>();

    /** @param prefix begins the names of its databases */
    public TestControlLevel(String prefix, String... cells) {
        this(prefix, Clock.systemUTC(), WAIT, List.of(cells));
    }

    public TestControlLevel(String prefix, Clock clock, String... cells) {
        this(prefix, clock, WAIT, List.of(cells));
    }

    /** @param wait how long a reader waits for a cell */
    public TestControlLevel(String prefix, Clock clock, Duration wait, List<String> names) {
        this(prefix, clock, wait, names, UnaryOperator.identity());
    }

    /** @param reached how its databases are reached, for instance {@link Commits#of} */
    public TestControlLevel(
            String prefix, Clock clock, Duration wait, List<String> names, UnaryOperator<DatabaseSettings> reached) {
        this.prefix = prefix;
        this.reached = reached;
        control = fresh(Schema.API, "api");
        api = ApiDatabase.open(reached.apply(MigratedDatabase.settings(control)), clock);
        names.forEach(this::addCell);
        cells = new CellDatabases(api, secrets, wait);
    }

    /** Puts a migrated cell database into the registry, and makes it the cell's; or moves the cell there. */
    public DatabaseSettings addCell(String name) {
        DatabaseSettings settings = cellDatabase(name);
        register(name, settings);
        UUID uuid = api.cells().find(name).orElseThrow().uuid();
        CellProbe.claim(settings, new CellIdentity(uuid, name), Instant.now());
        return settings;
    }

    /** A migrated cell database that is no cell's. */
    public DatabaseSettings cellDatabase(String name) {
        return reached.apply(MigratedDatabase.settings(fresh(Schema.CELL, name)));
    }

    public void register(String name, DatabaseSettings at) {
        new CellRegistry(api, secrets).enter(name, at, null);
    }

    /** One whose database refuses every connection. */
    public void addDeadCell(String name) {
        register(name, new DatabaseSettings("jdbc:mysql://127.0.0.1:1/nothing", "nobody", "nothing"));
    }

    private SharedMariaDb.TestDatabase fresh(Schema schema, String name) {
        SharedMariaDb.TestDatabase database = MigratedDatabase.fresh(schema, prefix + "_" + name);
        databases.add(database);
        return database;
    }

    /** A host that is up, with room for so many servers by its processors, and for more by the rest. */
    public UUID host(String name, String cell, int vcpus) {
        UUID provider = UUID.randomUUID();
        Instant now = Instant.now();
        api.hostStates().add(name, cell, provider, HostStateRow.UP, now);
        api.inventories().put(provider, InventoryRow.VCPU, vcpus, vcpus, 0, 1);
        api.inventories().put(provider, InventoryRow.MEMORY_MB, 512 * 1000, 512 * 1000, 0, 1);
        api.inventories().put(provider, InventoryRow.DISK_GB, 10_000, 10_000, 0, 1);
        api.providers().add(provider, name, name, cell, now);
        return provider;
    }

    /** An accepted create. */
    public record Accepted(UUID server, UUID operation) {}

    public Accepted accept() {
        return accept(TestRequest.server().build());
    }

    public Accepted accept(RequestedServer requested) {
        OperationRow boot = TestOperation.of(requested.uuid(), Kind.BOOT, OperationState.ACCEPTED)
                .by(requested.projectId(), requested.userId())
                .request(requested.requestId())
                .at(requested.createdAt())
                .row();
        accept(requested, boot);
        return new Accepted(requested.uuid(), boot.id());
    }

    /** Writes what the API writes when it accepts a create. */
    public void accept(RequestedServer requested, OperationRow boot) {
        UUID server = requested.uuid();
        String project = requested.projectId();
        String user = requested.userId();
        Instant at = requested.createdAt();
        api.database().run(() -> {
            api.mappings().saveAll(List.of(new MappingRow(server, null, 1, null, project, user, false, at, at, null)));
            api.ec2Ids().mint(List.of(server));
            api.buildRequests().saveAll(List.of(BuildRequestRow.of(requested)));
            api.requestSpecs().saveAll(List.of(new RequestSpecRow(server, Json.write(requested), at)));
            api.operations().save(boot);
            api.lanes().saveAll(List.of(new LaneRow(server, boot.id(), null, 0)));
            api.quota().take(project, user, requested.flavor(), List.of(server), 1, TestLimits.NONE);
        });
    }

    /** @param most how many members may share a host where they are to be apart; null: not said */
    public ServerGroupRow group(GroupPolicy policy, @Nullable Integer most) {
        UUID group = UUID.randomUUID();
        api.serverGroups().add(group, "project", "user", "group", policy.token(), most, Instant.now());
        return api.serverGroups().find(group).orElseThrow();
    }

    /** An accepted create of a member. */
    public Accepted acceptInto(ServerGroupRow group, RequestedServer requested) {
        Accepted boot = accept(requested);
        api.groupMembers()
                .saveAll(List.of(
                        new GroupMemberRow(requested.uuid(), group.id(), requested.userId(), requested.forcedHost())));
        return boot;
    }

    public String stateOf(UUID operation) {
        return api.operations().find(operation).map(OperationRow::state).orElse("none");
    }

    /** Empties every table but the registry of cells: cheaper than new databases. */
    public void erase() {
        databases.forEach(TestControlLevel::erase);
    }

    private static void erase(SharedMariaDb.TestDatabase database) {
        List<String> tables = sql(
                database,
                "select table_name from information_schema.tables where table_schema = '" + database.name()
                        + "' and table_name not in ('flyway_schema_history', 'cell_mappings', 'cell_identity')");
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            for (String table : tables) {
                statement.addBatch("delete from " + table);
            }
            statement.executeBatch();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
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
