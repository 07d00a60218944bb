package io.cellplane.activities.control.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.db.Together;
import io.cellplane.db.cells.Cells;
import io.cellplane.db.cells.HostMoves;
import io.cellplane.db.control.ProviderRow;
import io.cellplane.db.lane.Retirement;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestControlLevel.Accepted;
import io.cellplane.temporal.step.Placed;
import io.cellplane.temporal.step.Placement.Search;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Boots that are being placed in a cell while its operator disables it, deletes it, or takes a host of it away. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CellPlacementTest {
    private static final TestControlLevel CONTROL = new TestControlLevel("cell_placement", "cell0", "cell1");
    private static final int ROUNDS = 6;

    private final SqlPlacement placement = new SqlPlacement(CONTROL.api, new Chooser(CONTROL.api, CONTROL.cells));
    private final Cells cells = new Cells(CONTROL.api, CONTROL.cells, CONTROL.secrets);

    @AfterEach
    void erase() {
        CONTROL.erase();
        CONTROL.sql("delete from cell_mappings where name = 'brief'");
    }

    @AfterAll
    static void close() {
        CONTROL.close();
    }

    private StepResult<Placed> place(Accepted boot) {
        return placement.place(new Search(new Step(boot.operation(), "place", 1), boot.server(), List.of()));
    }

    private static void host(String name, String cell) {
        UUID provider = CONTROL.host(name, cell, 1000);
        CONTROL.api.hostMappings().add(name, cell, provider, Instant.now());
    }

    private static boolean does(Runnable work) {
        try {
            work.run();
            return true;
        } catch (Refused refused) {
            assertThat(refused.failure().status()).isEqualTo(409);
            return false;
        }
    }

    @Test
    void from_when_a_cell_is_disabled_no_claim_is_made_there_however_many_were_on_their_way() throws Exception {
        host("h1", "cell1");
        for (int round = 0; round < ROUNDS; round++) {
            cells.disable("cell1", false);
            List<Accepted> boots =
                    IntStream.range(0, 16).mapToObj(_ -> CONTROL.accept()).toList();
            try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
                List<Future<StepResult<Placed>>> placed = boots.stream()
                        .map(boot -> threads.submit(() -> place(boot)))
                        .toList();
                placed.getFirst().get();
                cells.disable("cell1", true);
                int then = CONTROL.api.allocations().all().size();
                for (Future<StepResult<Placed>> one : placed) {
                    one.get();
                }
                assertThat(CONTROL.api.allocations().all()).hasSize(then);
            }
            assertThat(place(CONTROL.accept()).failure()).isEqualTo("placement.no_valid_host");
        }
        cells.disable("cell1", false);
    }

    @Test
    void a_cell_is_deleted_or_a_boot_is_placed_in_it_and_never_both() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            CONTROL.addDeadCell("brief");
            host("h1", "brief");
            Accepted boot = CONTROL.accept();
            List<Boolean> did = Together.run(2, i -> {
                if (i == 0) {
                    return place(boot).isDone();
                }
                return does(() -> new Retirement(CONTROL.api).retire("h1", "a test"))
                        && does(() -> cells.delete("brief"));
            });
            assertThat(did).as("round %d", round).containsOnlyOnce(true);
            assertThat(CONTROL.api.cells().find("brief").isPresent()).isEqualTo(did.getFirst());
            erase();
        }
    }

    @Test
    void a_host_goes_to_another_cell_or_a_boot_is_placed_on_it_where_it_was() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            host("h1", "cell1");
            CONTROL.addDeadCell("brief");
            Accepted boot = CONTROL.accept();
            List<Boolean> did = Together.run(
                    2,
                    i -> i == 0
                            ? place(boot).isDone()
                            : does(() -> new HostMoves(CONTROL.api, CONTROL.cells).move("h1", "brief")));
            assertThat(did).as("round %d", round).containsOnlyOnce(true);
            assertThat(CONTROL.api.providers().ofHost("h1").map(ProviderRow::cell))
                    .contains(did.getFirst() ? "cell1" : "brief");
            erase();
        }
    }
}
