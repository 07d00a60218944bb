package io.cellplane.api.servers;

import static io.cellplane.api.KnownUsers.ADMIN;
import static io.cellplane.api.KnownUsers.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.control.AllocationRow;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.control.InventoryRow;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How many rows a request makes the database read: no more in a cloud of many hosts than in one of few. */
class BoundedReadsTest {
    private static final int HOSTS = 200;
    private static final int FEW = 20;

    private static ServerCloud cloud;
    private static UUID server;
    private static UUID node = UUID.randomUUID();

    @BeforeAll
    static void start() throws SQLException {
        cloud = new ServerCloud(ServerCloud.NOWHERE, Map.of("cellplane.api.max-limit", 2));
        server = cloud.resting("one");
        Instant now = Instant.now();
        execute(
                "insert into aggregates (id, uuid, name, created_at) values (1, uuid(), 'a', now()), (2, uuid(), 'b', now())");
        execute(
                "insert into aggregate_metadata values (1, 'availability_zone', 'mars'), (2, 'availability_zone', 'venus')");
        for (int i = 0; i < HOSTS; i++) {
            String host = "far" + i;
            UUID provider = UUID.randomUUID();
            cloud.api.hostMappings().add(host, "cell1", provider, now);
            cloud.api.hostStates().add(host, "cell1", UUID.randomUUID(), HostStateRow.UP, now);
            cloud.api.providers().add(provider, host, host, "cell1", now);
            cloud.api.inventories().put(provider, InventoryRow.VCPU, 8, 8, 0, 4);
            UUID guest = UUID.randomUUID();
            cloud.api
                    .allocations()
                    .saveAll(List.of(
                            new AllocationRow(guest, provider, InventoryRow.VCPU, 1, AllocationRow.SERVER, guest)));
            execute("insert into aggregate_hosts values (1, '" + host + "')");
            node = provider;
        }
        execute("set global userstat = 1");
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    private static void execute(String statement) throws SQLException {
        try (Connection connection = connection();
                Statement execute = connection.createStatement()) {
            execute.execute(statement);
        }
    }

    private static Connection connection() throws SQLException {
        DatabaseSettings at = cloud.api.database().settings();
        return DriverManager.getConnection(at.url(), at.user(), at.password());
    }

    /** Rows read of the table so far. */
    private static long read(String table) {
        return read("table_schema = database()", table);
    }

    private static long readInCells(String table) {
        String cell = cloud.cells.of("cell1").database().settings().url();
        return read("table_schema = '" + cell.substring(cell.lastIndexOf('/') + 1) + "'", table);
    }

    private static long read(String schema, String table) {
        try (Connection connection = connection();
                Statement ask = connection.createStatement();
                ResultSet found = ask.executeQuery("select coalesce(sum(rows_read), 0) from"
                        + " information_schema.table_statistics where " + schema + " and table_name = '"
                        + table + "'")) {
            found.next();
            return found.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void the_status_of_one_servers_host_reads_one_host() {
        long before = read("host_states");
        assertThat(cloud.get(ADMIN, "2.79", "/servers/" + server)
                        .body()
                        .at("/server/host_status")
                        .asText())
                .isEqualTo("UP");
        assertThat(read("host_states") - before).isBetween(1L, (long) FEW);
    }

    @Test
    void a_list_reads_the_hosts_of_its_page() {
        long before = read("host_states");
        assertThat(cloud.get(ADMIN, "2.79", "/servers/detail?all_tenants=1")
                        .body()
                        .path("servers")
                        .findValuesAsText("host_status"))
                .contains("UP");
        assertThat(read("host_states") - before).isBetween(1L, (long) FEW);
    }

    @Test
    void a_create_in_a_zone_reads_no_other_hosts() {
        long before = read("aggregate_hosts");
        assertThat(cloud.boot(MEMBER, "2.79", "there", ", \"availability_zone\": \"mars\"")
                        .status())
                .isEqualTo(202);
        assertThat(cloud.boot(MEMBER, "2.79", "there", ", \"availability_zone\": \"venus\"")
                        .status())
                .as("a zone without hosts is none")
                .isEqualTo(400);
        assertThat(read("aggregate_hosts") - before).isLessThan(FEW);
    }

    @Test
    void one_hypervisor_reads_what_lies_on_it() {
        for (int i = 0; i < 2 * FEW; i++) {
            cloud.cells
                    .of("cell1")
                    .computeNodes()
                    .put(
                            UUID.randomUUID(),
                            "n" + i,
                            "n" + i,
                            "QEMU",
                            1,
                            "",
                            1,
                            1,
                            1,
                            "{}",
                            UUID.randomUUID(),
                            Instant.now());
        }
        long nodes = readInCells("compute_nodes");
        long before = read("allocations");
        assertThat(cloud.get(ADMIN, "2.79", "/os-hypervisors/" + node)
                        .body()
                        .at("/hypervisor/id")
                        .asText())
                .isEqualTo(node.toString());
        assertThat(read("allocations") - before).isLessThan(FEW);
        assertThat(readInCells("compute_nodes") - nodes).isLessThan(FEW);
    }

    @Test
    void old_lists_of_migrations_are_bounded_too() {
        for (int i = 0; i < 3; i++) {
            cloud.moved(cloud.resting("moves" + i));
        }
        assertThat(cloud.get(ADMIN, "2.58", "/os-migrations").body().path("migrations"))
                .hasSize(2);
        assertThat(cloud.get(ADMIN, "2.58", "/os-migrations").body().has("migrations_links"))
                .isFalse();
    }
}
