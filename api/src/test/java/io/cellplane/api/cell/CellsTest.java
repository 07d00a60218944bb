package io.cellplane.api.cell;

import static io.cellplane.api.KnownUsers.ADMIN;
import static io.cellplane.api.KnownUsers.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.servers.ServerCloud;
import io.cellplane.api.servers.ServerCloud.Answer;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.operation.Owed;
import io.cellplane.db.CellProbe;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.control.CellRow;
import io.cellplane.db.control.InventoryRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.lane.Debts;
import io.cellplane.db.testing.TestOperation;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** {@code /os-cellplane-cells}, and hosts that change their cell. */
class CellsTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String PATH = CellCalls.PATH;

    @AutoClose
    private static final ServerCloud cloud = new ServerCloud(ServerCloud.NOWHERE, Map.of());

    private final CellCalls calls = new CellCalls(cloud);

    /** A cell of the test's own, with a host. */
    private static void fresh(String cell, String host) {
        cloud.control.addCell(cell);
        cloud.host(host, cell);
        Awaitility.await().atMost(SOON).until(() -> cloud.cells.names().contains(cell));
    }

    private static UUID idOf(String host) {
        return cloud.api.hostMappings().find(host).orElseThrow().hostUuid();
    }

    private CellRow row(String cell) {
        return cloud.api.cells().find(cell).orElseThrow();
    }

    private DatabaseSettings at(String cell) {
        return cloud.cells.of(cell).database().settings();
    }

    /** A migrated database that is no cell's. */
    private DatabaseSettings spare() {
        return cloud.control.cellDatabase("spare");
    }

    private static void change(DatabaseSettings at, String statement) {
        try (Connection connection = DriverManager.getConnection(at.url(), at.user(), at.password());
                Statement change = connection.createStatement()) {
            change.executeUpdate(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DatabaseSettings with(DatabaseSettings at, String password) {
        return new DatabaseSettings(at.url(), at.user(), password);
    }

    private static java.util.List<String> says(JsonNode mismatches) {
        return StreamSupport.stream(mismatches.spliterator(), false)
                .map(each ->
                        each.path("about").asText() + ": " + each.path("says").asText())
                .toList();
    }

    @Test
    void cells_are_listed_and_shown_with_what_they_have_and_never_with_a_password() {
        fresh("full", "f1");
        UUID provider = idOf("f1");
        cloud.api.providers().add(provider, "f1", "f1", "full", Instant.now());
        cloud.api.inventories().put(provider, InventoryRow.VCPU, 8, 8, 0, 4);
        cloud.land(cloud.booted(MEMBER, "one"), "full");

        Answer list = calls.call("GET", PATH, null);
        assertThat(list.body().path("cells")).hasSizeGreaterThanOrEqualTo(4);
        assertThat(list.raw().body()).contains("\"name\":\"cell0\"").doesNotContain("password");
        Answer shown = calls.call("GET", PATH + "/full", null);
        assertThat(shown.raw().body()).doesNotContain("password");
        JsonNode cell = shown.body().path("cell");
        assertThat(cell.at("/health/database/state").asText()).isEqualTo("up");
        assertThat(cell.at("/health/bus/state").asText()).isEqualTo("up");
        assertThat(cell.at("/hosts/up").asInt()).isOne();
        assertThat(cell.at("/capacity/vcpus/offered").asInt()).isEqualTo(32);
        assertThat(cell.path("servers").asInt()).isOne();
        assertThat(cell.path("open_operations").asInt()).isZero();
        assertThat(cell.path("debts").asInt()).isZero();
        assertThat(calls.call("GET", PATH + "/none", null).status()).isEqualTo(404);
        assertThat(cloud.get(MEMBER, "2.1", PATH).status()).isEqualTo(403);
        assertThat(cloud.get(MEMBER, "2.1", PATH + "/cell1").status()).isEqualTo(403);
    }

    @Test
    void a_dead_cell_is_shown_as_away_and_the_others_as_they_are() {
        cloud.control.addDeadCell("dead");
        JsonNode dead = calls.shown("dead");
        assertThat(dead.at("/health/database/state").asText()).isEqualTo("away");
        assertThat(dead.at("/health/database/says").asText()).contains("Communications link failure");
        assertThat(dead.at("/health/bus/state").asText()).isEqualTo("away");
        assertThat(dead.path("drift").isNull()).isTrue();
        assertThat(calls.shown("cell2").at("/health/database/state").asText()).isEqualTo("up");
        assertThat(says(calls.verified("dead").path("not_asked"))).hasSize(2);
        cloud.control.sql("delete from cell_mappings where name = 'dead'");
    }

    @Test
    void a_cell_is_created_once_its_database_and_bus_answer_and_are_no_others() {
        DatabaseSettings at = spare();
        assertThat(calls.create("new", with(at, "a wrong word"), "nats://new:4222")
                        .message())
                .contains("cannot be that of cell new", "Access denied")
                .doesNotContain("a wrong word");
        assertThat(calls.create("new", at, "nats://nowhere:4222").message()).contains("The bus at nats://nowhere:4222");
        assertThat(calls.create("new", cloud.api.database().settings(), "nats://new:4222")
                        .message())
                .contains("it has not the tables of a cell");
        assertThat(calls.create("new", at(CellRow.CELL0), "nats://new:4222").message())
                .contains("it is that of cell cell0");
        assertThat(cloud.api.cells().find("new")).isEmpty();

        Answer made = calls.create("new", at, "nats://new:4222", ", \"disabled\": true");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.raw().body()).contains("\"disabled\":true").doesNotContain("password");
        assertThat(CellProbe.at(at).identity().orElseThrow().uuid())
                .isEqualTo(row("new").uuid());
        Awaitility.await().atMost(SOON).until(() -> cloud.cells.names().contains("new"));
        assertThat(cloud.cells.of("new").servers().live()).isEmpty();

        assertThat(calls.create("new", at, "nats://other:4222").status()).isEqualTo(409);
        assertThat(calls.create(
                                "twice",
                                at,
                                "nats://other:4222",
                                ", \"uuid\": \"" + row("new").uuid() + "\"")
                        .message())
                .contains("cell new has the same uuid");
        DatabaseSettings another = spare();
        assertThat(calls.create("twice", another, "tls://old:4222,nats://NEW").message())
                .isEqualTo("Cell twice cannot be entered so: cell new has the same bus.");
        assertThat(calls.create("new", another, "nats://other:4222").message())
                .contains("there is a cell of that name");
        assertThat(CellProbe.at(another).identity()).isEmpty();
    }

    @Test
    void a_database_whose_cell_was_forgotten_is_taken_in_again_under_its_uuid() {
        DatabaseSettings at = spare();
        calls.create("lost", at, "nats://past:4222");
        UUID uuid = row("lost").uuid();
        assertThat(calls.delete("lost").status()).isEqualTo(204);
        assertThat(calls.create("found", at, "nats://past:4222").message()).contains("whose uuid must be given");
        assertThat(calls.create("found", at, "nats://past:4222", ", \"uuid\": \"" + uuid + "\"")
                        .status())
                .isEqualTo(201);
        assertThat(row("found").uuid()).isEqualTo(uuid);
    }

    @Test
    void what_is_malformed_is_refused_and_shows_no_secret() {
        DatabaseSettings at = new DatabaseSettings("jdbc:mysql://db/x", "u", "S3CRET");
        assertThat(calls.create("cell0", at, "nats://b:1").status()).isEqualTo(400);
        assertThat(calls.create("A/B", at, "nats://b:1").status()).isEqualTo(400);
        assertThat(calls.create("c", new DatabaseSettings("jdbc:mysql://u:S3CRET@db/x", "u", "p"), "nats://b:1")
                        .raw()
                        .body())
                .contains("***")
                .doesNotContain("S3CRET");
        assertThat(calls.create("c", new DatabaseSettings("jdbc:mysql://db/x?password=S3CRET", "u", "p"), "nats://b:1")
                        .raw()
                        .body())
                .contains("\"code\":400")
                .doesNotContain("S3CRET");
        assertThat(calls.create("c", at, "nats://u:S3CRET@b:1").raw().body())
                .contains("***")
                .doesNotContain("S3CRET");
        String odd =
                "{\"cell\": {\"name\": \"c\", \"database\": {\"password\": \"S3CRET\"}, \"bus_url\": \"nats://b\"}}";
        assertThat(calls.call("POST", PATH, odd).raw().body())
                .contains("'url' is a required")
                .doesNotContain("S3CRET");
        assertThat(calls.update("cell1", "{\"database\": {\"password\": [\"S3CRET\"]}}")
                        .raw()
                        .body())
                .contains("\"code\":400")
                .doesNotContain("S3CRET");
        assertThat(calls.update("cell1", "{}").status()).isEqualTo(400);
    }

    @Test
    void a_disabled_cell_is_no_destination_of_a_move() {
        fresh("closed", "c1");
        cloud.host("c2", "closed");
        UUID server = cloud.booted(MEMBER, "one");
        cloud.land(server, "closed");
        assertThat(calls.act("closed", "disable").status()).isEqualTo(202);
        assertThat(calls.shown("closed").path("disabled").asBoolean()).isTrue();
        Answer refused = cloud.call(
                ADMIN, "2.79", "POST", "/servers/" + server + "/action", "{\"migrate\": {\"host\": \"c2\"}}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.message()).isEqualTo("Host c2 takes no servers: its cell is disabled.");
        assertThat(calls.act("closed", "enable").status()).isEqualTo(202);
        assertThat(row("closed").disabled()).isFalse();
        assertThat(calls.act(CellRow.CELL0, "disable").status()).isEqualTo(409);
        assertThat(calls.act("none", "disable").status()).isEqualTo(404);
        assertThat(cloud.call(MEMBER, "2.1", "POST", PATH + "/closed/action", "{\"disable\": null}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void a_cell_is_followed_to_its_new_address_if_that_has_its_own_database() {
        fresh("moving", "m1");
        UUID mark = UUID.randomUUID();
        DatabaseSettings copy = spare();
        String there = "{\"database\": {\"url\": \"" + copy.url() + "\"}}";
        assertThat(calls.update("moving", there).message())
                .contains("it is no cell's yet, so it is no copy of this one's");
        assertThat(calls.update(
                                "moving",
                                "{\"database\": {\"url\": \"" + at("cell2").url() + "\"}}")
                        .message())
                .contains("it is that of cell cell2");
        assertThat(calls.update("moving", "{\"database\": {\"password\": \"a wrong word\"}}")
                        .message())
                .contains("Access denied")
                .doesNotContain("a wrong word");
        assertThat(calls.update("moving", "{\"bus_url\": \"nats://nowhere:1\"}").status())
                .isEqualTo(409);
        assertThat(calls.update(CellRow.CELL0, "{\"bus_url\": \"nats://moving:1\"}")
                        .status())
                .isEqualTo(409);
        assertThat(calls.update("none", "{\"bus_url\": \"nats://moving:1\"}").status())
                .isEqualTo(404);

        change(copy, "insert into cell_identity select 1, '" + row("moving").uuid() + "', 'moving', now(6)");
        change(
                copy,
                "insert into instance_info_caches (instance_uuid, network_info, updated_at) values ('" + mark
                        + "', '[]', now(6))");
        long version = row("moving").version();
        assertThat(calls.update("moving", there).status()).isEqualTo(200);
        assertThat(row("moving").version()).isEqualTo(version + 1);
        Awaitility.await()
                .atMost(SOON)
                .until(() -> cloud.cells.read(
                        "moving", database -> database.infoCaches().find(mark).isPresent()));
        assertThat(calls.update("moving", "{\"bus_url\": \"nats://moving:1\"}")
                        .body()
                        .at("/cell/bus_url")
                        .asText())
                .isEqualTo("nats://moving:1");
        assertThat(calls.update("cell2", "{\"bus_url\": \"nats://moving:1\"}").status())
                .isEqualTo(409);
    }

    @Test
    void a_cell_is_deleted_when_nothing_is_left_in_it() {
        fresh("ending", "e1");
        assertThat(calls.delete("ending").message()).isEqualTo("Cell ending cannot be deleted: there are 1 hosts.");
        cloud.api.hostStates().retire("e1", "a test", Instant.now());
        UUID server = cloud.booted(MEMBER, "one");
        cloud.land(server, "ending");
        assertThat(calls.delete("ending").message()).endsWith("there are 1 servers.");
        cloud.api.mappings().delete(server, Instant.now());
        assertThat(calls.delete("ending").message()).endsWith("there are records of servers in its database.");
        cloud.state(server, "ending", "deleted", null);

        OperationRow move = TestOperation.of(UUID.randomUUID(), Kind.RESIZE, OperationState.VERIFY)
                .row();
        cloud.api.operations().save(move);
        cloud.api.places().add(move.id(), 1, "ending", "e1");
        assertThat(calls.delete("ending").message()).endsWith("there are 1 open operations.");
        cloud.api.operations().close(move.id(), null, Instant.now());
        new Debts(cloud.api).owe(move, Owed.record("ending", 1));
        assertThat(calls.delete("ending").message()).endsWith("there are 1 debts.");
        cloud.control.sql("delete from debts");

        assertThat(calls.delete(CellRow.CELL0).status()).isEqualTo(409);
        assertThat(calls.delete("none").status()).isEqualTo(404);
        assertThat(calls.delete("ending").status()).isEqualTo(204);
        assertThat(cloud.api.hostMappings().find("e1")).isEmpty();
        assertThat(cloud.api.mappings().find(server)).isEmpty();
        Awaitility.await().atMost(SOON).until(() -> !cloud.cells.names().contains("ending"));
        assertThat(cloud.get(ADMIN, "2.79", "/servers/detail?all_tenants=1&deleted=true")
                        .status())
                .isEqualTo(200);
        assertThat(cloud.api.hostMappings().add("late", "ending", UUID.randomUUID(), Instant.now()))
                .isZero();
    }

    @Test
    void an_empty_host_moves_to_another_cell_and_waits_there_for_its_agent() {
        fresh("from", "h1");
        fresh("to", "t1");
        UUID node = idOf("h1");
        cloud.api.providers().add(node, "h1", "h1", "from", Instant.now());
        cloud.cells.of("from").services().put(UUID.randomUUID(), "h1", "nova-compute", "up", Instant.now());
        String path = "/os-cellplane-hosts/h1/action";
        String there = "{\"move\": {\"cell\": \"to\"}}";
        cloud.control.sql("insert into allocations (consumer, provider, resource_class, used, consumer_type, server)"
                + " values (uuid(), '" + node + "', 'VCPU', 1, 'server', uuid())");
        assertThat(calls.call("POST", path, there).message())
                .isEqualTo("Host h1 cannot be moved to cell to: servers, open operations or debts are there.");
        cloud.control.sql("delete from allocations");
        assertThat(calls.call("POST", path, "{\"move\": {\"cell\": \"none\"}}").status())
                .isEqualTo(404);
        assertThat(calls.call("POST", path, "{\"move\": {\"cell\": \"cell0\"}}").status())
                .isEqualTo(409);
        assertThat(calls.call("POST", path, there).status()).isEqualTo(202);

        assertThat(cloud.api.hostMappings().find("h1").orElseThrow().cell()).isEqualTo("to");
        assertThat(cloud.api.hostStates().find("h1").orElseThrow().state()).isEqualTo("down");
        assertThat(cloud.api.providers().find(node).orElseThrow().cell()).isEqualTo("to");
        assertThat(cloud.cells.of("from").services().all()).isEmpty();
        assertThat(calls.call("GET", "/os-cellplane-hosts?cell=to", null).body().path("hosts"))
                .hasSize(2);
        assertThat(calls.call("GET", "/os-cellplane-hosts?cell=from", null)
                        .body()
                        .path("hosts"))
                .isEmpty();
        assertThat(calls.call("POST", path, there).status()).isEqualTo(202);
        assertThat(calls.delete("from").status()).isEqualTo(204);
    }

    @Test
    void a_self_check_names_each_mismatch() {
        fresh("odd", "o1");
        fresh("even", "v1");
        at("odd");
        assertThat(says(calls.verified("odd").path("mismatches"))).isEmpty();
        assertThat(says(calls.verified(CellRow.CELL0).path("mismatches"))).isEmpty();

        UUID node = UUID.randomUUID();
        cloud.api.providers().add(node, "o1", "o1", "even", Instant.now());
        cloud.control.sql("update host_states set cell = 'even' where host = 'o1'");
        cloud.cells
                .of("odd")
                .computeNodes()
                .put(node, "stray", "stray", "simulated", 1, "::1", 1, 1, 1, "{}", node, Instant.now());
        cloud.control.sql("update cell_mappings set bus_url = 'nats://odd:1' where name in ('cell0', 'odd', 'even')");
        assertThat(says(calls.verified("odd").path("mismatches")))
                .containsExactlyInAnyOrder(
                        "bus: cell cell0 has the same",
                        "bus: cell even has the same",
                        "host: it is mapped to cell odd, its state is kept for cell even",
                        "host: it is mapped to cell odd, placement has it in cell even",
                        "host: it is mapped as "
                                + cloud.api
                                        .hostMappings()
                                        .find("o1")
                                        .orElseThrow()
                                        .hostUuid()
                                + ", placement has it as " + node,
                        "host: placement has it, the cell's database has no record of it",
                        "host: the cell's database has a record of it, it is mapped to no cell");
        assertThat(calls.shown("odd").path("drift").asInt()).isEqualTo(7);
        assertThat(says(calls.verified(CellRow.CELL0).path("mismatches")))
                .contains("cell0: it has a bus, and no hosts may be there");

        change(at("even"), "update cell_identity set uuid = uuid(), name = 'strange'");
        assertThat(says(calls.verified("even").path("mismatches")))
                .anyMatch(words -> words.startsWith("database: it is that of cell strange ("));
        assertThat(calls.shown("even").at("/health/database/state").asText()).isEqualTo("refused");
        cloud.control.sql("update host_mappings set cell = 'gone' where host = 'o1'");
        assertThat(says(calls.verified(CellRow.CELL0).path("mismatches")))
                .contains("servers: hosts or servers are said to be in cell gone, which there is not");
        cloud.control.sql("delete from host_mappings where host = 'o1'");
        cloud.control.sql("update cell_mappings set bus_url = null where name = 'cell0'");
    }
}
