package io.cellplane.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.testing.TestControlLevel;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CellDatabasesTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final TestControlLevel control = new TestControlLevel("cells", "cell1", "cell2");

    @AfterEach
    void close() {
        control.close();
    }

    private static UUID mark(CellDatabase cell) {
        UUID mark = UUID.randomUUID();
        cell.infoCaches().put(mark, "[]", Instant.now());
        return mark;
    }

    private boolean has(String cell, UUID mark) {
        return control.cells.read(
                cell, database -> database.infoCaches().find(mark).isPresent());
    }

    @Test
    void each_cell_is_its_own_database() {
        UUID mark = mark(control.cells.of("cell1"));

        assertThat(control.cells.names()).containsExactly("cell1", "cell2");
        assertThat(has("cell1", mark)).isTrue();
        assertThat(has("cell2", mark)).isFalse();
        assertThatThrownBy(() -> control.cells.of("cell9")).hasMessage("no cell is named cell9");
    }

    @Test
    void many_that_ask_first_at_once_all_find_their_cells() throws Exception {
        for (int round = 0; round < 5; round++) {
            try (CellDatabases fresh = new CellDatabases(control.api, control.secrets, Duration.ofSeconds(5))) {
                List<Integer> found = Together.run(8, i -> fresh.names().size());
                assertThat(found).containsOnly(2);
            }
        }
    }

    @Test
    void many_that_use_a_cell_first_at_once_share_its_pools() throws Exception {
        List<CellDatabase> found = Together.run(8, i -> control.cells.of("cell1"));

        assertThat(found).allSatisfy(one -> assertThat(one).isSameAs(found.getFirst()));
    }

    @Test
    void a_cell_on_a_dead_port_is_away_and_the_others_are_not() {
        control.addDeadCell("cell3");
        for (int i = 0; i < 2; i++) {
            assertThat(control.cells.isAway("cell3")).isFalse();
            assertAway("cell3");
        }

        assertThat(control.cells.isAway("cell3")).isTrue();
        assertAway("cell3");
        assertThat(control.cells.isAway("cell1")).isFalse();
        assertThat(has("cell1", UUID.randomUUID())).isFalse();

        DatabaseSettings back = control.addCell("cell3");
        Awaitility.await()
                .atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(has("cell3", UUID.randomUUID())).isFalse());
        assertThat(control.cells.isAway("cell3")).isFalse();
        assertThat(control.cells.row("cell3").orElseThrow().databaseUrl()).isEqualTo(back.url());
    }

    @Test
    void a_cell_that_takes_connections_and_says_nothing_is_away_within_its_bound() throws Exception {
        try (ServerSocket silent = new ServerSocket(0);
                CellDatabases hasty = new CellDatabases(control.api, control.secrets, Duration.ofMillis(300))) {
            control.register(
                    "cell3",
                    new DatabaseSettings("jdbc:mysql://127.0.0.1:" + silent.getLocalPort() + "/none", "u", "p"));
            assertThatThrownBy(() ->
                            hasty.read("cell3", database -> database.servers().live()))
                    .isInstanceOf(CellAway.class);
        }
    }

    @Test
    void a_cell_whose_schema_is_too_old_is_refused_until_it_was_migrated() throws Exception {
        DatabaseSettings old = control.addCell("cell3");
        String version = String.valueOf(Schema.CELL.version());
        change(old, "update flyway_schema_history set success = 0 where version = '" + version + "'");
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> control.cells.of("cell3"))
                    .isInstanceOf(CellAway.class)
                    .hasMessageMatching(
                            i == 0 ? "the schema of cell cell3 .* this build needs " + version + ".*" : ".*");
            assertAway("cell3");
        }
        assertThat(has("cell1", UUID.randomUUID())).isFalse();

        change(old, "update flyway_schema_history set success = 1");
        Awaitility.await()
                .atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(has("cell3", UUID.randomUUID())).isFalse());
        assertThat(has("cell3", mark(control.cells.of("cell3")))).isTrue();
    }

    private static void change(DatabaseSettings at, String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection(at.url(), at.user(), at.password());
                Statement change = connection.createStatement()) {
            assertThat(change.executeUpdate(statement)).isPositive();
        }
    }

    private void assertAway(String cell) {
        assertThatThrownBy(() -> has(cell, UUID.randomUUID()))
                .isInstanceOfSatisfying(
                        CellAway.class, away -> assertThat(away.cell()).isEqualTo(cell));
    }

    @Test
    void what_a_reader_does_wrong_is_not_the_cells_fault() {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> control.cells.read("cell1", database -> {
                        throw new IllegalArgumentException("a bug");
                    }))
                    .hasMessage("a bug");
        }
        assertThat(control.cells.isAway("cell1")).isFalse();
    }

    @Test
    void a_cell_whose_readers_are_all_at_work_is_not_away() throws Exception {
        int readers = 8;
        CountDownLatch reading = new CountDownLatch(readers);
        CountDownLatch refused = new CountDownLatch(1);
        List<Boolean> ended = Together.run(readers + 1, i -> {
            if (i < readers) {
                return control.cells.read("cell1", database -> {
                    reading.countDown();
                    Together.await(refused);
                    return true;
                });
            }
            Together.await(reading);
            for (int more = 0; more < 3; more++) {
                assertAway("cell1");
            }
            refused.countDown();
            return control.cells.isAway("cell1");
        });

        assertThat(ended.getLast()).isFalse();
        assertThat(has("cell1", UUID.randomUUID())).isFalse();
    }

    @Test
    void a_cell_added_at_run_time_is_found() {
        assertThat(control.cells.names()).containsExactly("cell1", "cell2");
        control.addCell("cell3");

        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(control.cells.names()).containsExactly("cell1", "cell2", "cell3"));
        assertThat(has("cell3", UUID.randomUUID())).isFalse();
    }

    @Test
    void a_cell_that_has_moved_is_followed_and_what_is_under_way_ends_where_it_began() throws Exception {
        CellDatabase old = control.cells.of("cell1");
        UUID mark = mark(old);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        List<Boolean> under = Together.run(2, i -> {
            if (i == 0) {
                return old.database().write(() -> {
                    boolean before = old.infoCaches().find(mark).isPresent();
                    begun.countDown();
                    Together.await(go);
                    return before && old.infoCaches().find(mark).isPresent();
                });
            }
            Together.await(begun);
            control.addCell("cell1");
            Awaitility.await().atMost(SOON).until(() -> !has("cell1", mark));
            go.countDown();
            return true;
        });

        assertThat(under).containsExactly(true, true);
        assertThat(control.cells.of("cell1")).isNotSameAs(old);
    }

    @Test
    void disabling_a_cell_leaves_its_pools_alone() {
        CellDatabase before = control.cells.of("cell1");
        control.api.cells().disable("cell1", true, Instant.now());

        Awaitility.await()
                .atMost(SOON)
                .until(() -> control.cells.row("cell1").orElseThrow().disabled());
        assertThat(control.cells.of("cell1")).isSameAs(before);
    }

    @Test
    void a_new_password_is_picked_up() {
        CellDatabase before = control.cells.of("cell1");
        DatabaseSettings at = before.database().settings();
        control.register("cell1", new DatabaseSettings(at.url(), at.user(), "wrong"));
        Awaitility.await().atMost(SOON).untilAsserted(() -> assertThatThrownBy(() -> has("cell1", UUID.randomUUID())));
        control.register("cell1", at);

        Awaitility.await()
                .atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(has("cell1", UUID.randomUUID())).isFalse());
    }

    private static UUID ownerOf(DatabaseSettings at) {
        return CellProbe.at(at).identity().orElseThrow().uuid();
    }

    private DatabaseSettings at(String cell) {
        return control.cells.of(cell).database().settings();
    }

    private UUID uuid(String cell) {
        return control.api.cells().find(cell).orElseThrow().uuid();
    }

    @Test
    void a_cells_database_says_whose_it_is_from_when_it_was_opened_first() {
        control.register("cell1", control.cellDatabase("cell1"));
        assertThat(ownerOf(at("cell1"))).isEqualTo(uuid("cell1"));
        assertThat(ownerOf(at("cell2"))).isEqualTo(uuid("cell2"));
    }

    @Test
    void the_database_of_another_cell_is_refused_by_both_names_until_the_address_is_right() throws Exception {
        DatabaseSettings first = at("cell1");
        DatabaseSettings second = at("cell2");
        control.register("cell1", second);

        String both = "cell cell1 \\(" + uuid("cell1") + "\\) is that of cell cell2 \\(" + uuid("cell2") + "\\).*";
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThatThrownBy(() -> has("cell1", UUID.randomUUID()))
                        .isInstanceOf(CellAway.class)
                        .hasMessageMatching("the database at the address of " + both));
        assertThatThrownBy(() -> control.cells.of("cell1")).isInstanceOf(CellAway.class);
        assertThat(control.cells.isUnfit("cell1")).isTrue();
        assertAway("cell1");
        assertThat(control.cells.breakers()).containsEntry(List.of("cell1"), 1);
        assertThat(has("cell2", UUID.randomUUID())).isFalse();

        control.register("cell1", first);
        Awaitility.await().atMost(SOON).ignoreExceptions().until(() -> !has("cell1", UUID.randomUUID()));
        assertThat(control.cells.isUnfit("cell1")).isFalse();
    }

    @Test
    void one_that_has_come_in_its_place_is_noticed_by_whoever_looks_again() throws Exception {
        DatabaseSettings here = at("cell1");
        change(here, "update cell_identity set uuid = '" + UUID.randomUUID() + "', name = 'elsewhere'");
        assertThatThrownBy(() -> control.cells.lookAgain("cell1")).hasMessageContaining("is that of cell elsewhere");
        assertThatThrownBy(() -> control.cells.of("cell1")).isInstanceOf(CellAway.class);

        change(here, "update cell_identity set uuid = '" + uuid("cell1") + "'");
        Awaitility.await().atMost(SOON).ignoreExceptions().until(() -> !has("cell1", UUID.randomUUID()));
    }

    @Test
    void of_many_that_come_at_once_to_a_database_that_is_nobodys_one_has_it() throws Exception {
        DatabaseSettings nobodys = control.cellDatabase("cell3");
        assertThat(CellProbe.at(nobodys).identity()).isEmpty();
        List<String> names = List.of("cell3", "cell4", "cell5", "cell6");
        names.forEach(name -> control.register(name, nobodys));
        Awaitility.await().atMost(SOON).until(() -> control.cells.names().containsAll(names));

        List<Boolean> served = Together.run(names.size(), i -> {
            try {
                return !has(names.get(i), UUID.randomUUID());
            } catch (CellAway away) {
                return false;
            }
        });
        assertThat(served).containsOnlyOnce(true);
        assertThat(ownerOf(nobodys)).isEqualTo(uuid(names.get(served.indexOf(true))));
    }

    @Test
    void a_cell_that_has_left_the_registry_is_not_known_any_more() {
        control.cells.of("cell2");
        control.sql("delete from cell_mappings where name = 'cell2'");
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(control.cells.names()).containsExactly("cell1"));
        assertThatThrownBy(() -> control.cells.of("cell2")).hasMessage("no cell is named cell2");
        assertThat(control.cells.breakers()).doesNotContainKey(List.of("cell2"));
    }

    @Test
    void a_database_that_cannot_be_a_cells_says_why() {
        DatabaseSettings at = at("cell1");
        assertThatThrownBy(() -> CellProbe.at(new DatabaseSettings(at.url(), at.user(), "a wrong word")))
                .isInstanceOf(CellProbe.Unusable.class)
                .hasMessageContaining("Access denied")
                .hasMessageNotContaining("a wrong word");
        assertThatThrownBy(() -> CellProbe.at(new DatabaseSettings("jdbc:mysql://127.0.0.1:1/none", "u", "p")))
                .hasMessageContaining("Communications link failure");
        assertThatThrownBy(() -> CellProbe.at(control.api.database().settings()))
                .hasMessage("it has not the tables of a cell");
    }
}
