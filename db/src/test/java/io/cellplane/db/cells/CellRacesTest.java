package io.cellplane.db.cells;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.Together;
import io.cellplane.db.control.CellRow;
import io.cellplane.db.testing.TestControlLevel;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Operators against hosts, against each other, and against whoever works in the cell meanwhile. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class CellRacesTest {
    private static final int ROUNDS = 10;
    private static final TestControlLevel CONTROL = new TestControlLevel("cell_races", "cell0", "cell1");

    private final Cells cells = new Cells(CONTROL.api, CONTROL.cells, CONTROL.secrets);

    @AfterAll
    static void close() {
        CONTROL.close();
    }

    private static DatabaseSettings spare() {
        return CONTROL.cellDatabase("spare");
    }

    private boolean does(Runnable work, Failure... refusals) {
        try {
            work.run();
            return true;
        } catch (Refused refused) {
            assertThat(refused.failure()).isIn((Object[]) refusals);
            return false;
        }
    }

    @Test
    void a_cell_is_deleted_or_gets_a_host_and_never_both() throws Exception {
        DatabaseSettings at = spare();
        for (int round = 0; round < ROUNDS; round++) {
            CONTROL.register("brief", at);
            UUID uuid = CONTROL.api.cells().find("brief").orElseThrow().uuid();
            CONTROL.sql("delete from host_mappings");
            List<Boolean> did = Together.run(3, i -> switch (i) {
                case 0 -> does(() -> cells.delete("brief"), Failure.CELL_IN_USE, Failure.CELL_NOT_FOUND);
                case 1 -> does(() -> cells.delete("brief"), Failure.CELL_IN_USE, Failure.CELL_NOT_FOUND);
                default -> CONTROL.api.hostMappings().add("h", "brief", UUID.randomUUID(), Instant.now()) == 1;
            });
            assertThat(did).as("of the cell %s in round %d", uuid, round).containsOnlyOnce(true);
            assertThat(CONTROL.api.cells().find("brief").isPresent()).isEqualTo(did.get(2));
            assertThat(CONTROL.api.hostMappings().find("h").isPresent()).isEqualTo(did.get(2));
        }
        CONTROL.sql("delete from host_mappings");
        CONTROL.sql("delete from cell_mappings where name = 'brief'");
    }

    @Test
    void of_many_cells_that_are_created_with_one_database_or_bus_there_is_one() throws Exception {
        DatabaseSettings one = spare();
        List<DatabaseSettings> many = List.of(spare(), spare(), spare(), spare());
        List<Boolean> same = Together.run(
                4,
                i -> does(
                        () -> cells.create(new Cells.New("a" + i, null, one, "nats://a" + i, false)),
                        Failure.CELL_TAKEN,
                        Failure.CELL_UNUSABLE));
        List<Boolean> bus = Together.run(
                4,
                i -> does(
                        () -> cells.create(new Cells.New("b" + i, null, many.get(i), "nats://b", false)),
                        Failure.CELL_TAKEN));

        assertThat(same).containsOnlyOnce(true);
        assertThat(bus).containsOnlyOnce(true);
        assertThat(CONTROL.api.cells().all())
                .extracting(CellRow::name)
                .containsExactly("a" + same.indexOf(true), "b" + bus.indexOf(true), "cell0", "cell1");
        cells.delete("a" + same.indexOf(true));
        cells.delete("b" + bus.indexOf(true));
    }

    @Test
    void a_credential_is_rotated_under_load_and_nobody_who_works_there_notices() throws Exception {
        DatabaseSettings before = CONTROL.cells.of("cell1").database().settings();
        String other = "rotated_" + UUID.randomUUID().toString().substring(0, 8);
        String name = before.url().substring(before.url().lastIndexOf('/') + 1);
        CONTROL.sql("create user '" + other + "'@'%' identified by 'a new word'");
        CONTROL.sql("grant all on " + name + ".* to '" + other + "'@'%'");
        AtomicBoolean over = new AtomicBoolean();
        try {
            List<Integer> worked = Together.run(5, i -> {
                if (i == 0) {
                    rotate(new Cells.Change(null, other, "a new word", null), other);
                    rotate(new Cells.Change(null, before.user(), before.password(), null), before.user());
                    over.set(true);
                    return 1;
                }
                return work(CONTROL.cells, over);
            });
            assertThat(worked).allMatch(times -> times > 0);
        } finally {
            CONTROL.sql("drop user '" + other + "'@'%'");
        }
    }

    private void rotate(Cells.Change change, String user) {
        cells.update("cell1", change);
        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(() ->
                        CONTROL.cells.of("cell1").database().settings().user().equals(user));
    }

    /** Anything that fails here fails the test. */
    private static int work(CellDatabases databases, AtomicBoolean over) {
        int times = 0;
        while (!over.get()) {
            UUID mark = UUID.randomUUID();
            databases.of("cell1").infoCaches().put(mark, "[]", Instant.now());
            boolean found = databases.read(
                    "cell1", database -> database.infoCaches().find(mark).isPresent());
            assertThat(found).isTrue();
            times++;
        }
        return times;
    }
}
