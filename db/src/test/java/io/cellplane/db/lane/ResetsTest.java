package io.cellplane.db.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.operation.ResetArguments;
import io.cellplane.contracts.server.VmState;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.lane.Lanes.Entered;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestControlLevel.Accepted;
import io.cellplane.db.testing.TestOperation;
import io.cellplane.db.testing.TestServer;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ResetsTest {
    private static final TestControlLevel CONTROL = new TestControlLevel("resets", "cell1");

    private final ApiDatabase api = CONTROL.api;
    private final CellDatabase cell = CONTROL.cells.of("cell1");
    private final Resets resets = new Resets(api, CONTROL.cells);
    private final Accepted boot = CONTROL.accept();
    private final UUID server = boot.server();

    @AfterAll
    static void close() {
        CONTROL.close();
    }

    @BeforeEach
    void land() {
        api.mappings().place(server, "cell1", 1, Instant.now());
        cell.servers().save(TestServer.active(server, Instant.now()).row());
        new Lanes(api).leave(boot.operation(), Lanes.Leaving.done());
    }

    private Resets.Outcome reset() {
        OperationRow row = TestOperation.of(server, Kind.RESET, OperationState.ADMITTING)
                .arguments(new ResetArguments(VmState.ERROR))
                .row();
        MappingRow at = api.mappings().find(server).orElseThrow();
        return resets.reset(row, at, VmState.ERROR);
    }

    private String shown() {
        return cell.servers().find(server).map(ServerRow::vmState).orElseThrow();
    }

    @Test
    void what_is_said_of_a_server_is_shown_at_once() {
        assertThat(reset()).isInstanceOf(Resets.Outcome.Shown.class);
        assertThat(shown()).isEqualTo(VmState.ERROR);
    }

    @Test
    void a_delete_enters_while_a_reset_waits_for_the_cell_and_the_record_is_left_to_it() throws Exception {
        FutureTask<Resets.Outcome> reset = new FutureTask<>(this::reset);
        cell.database().run(() -> {
            cell.servers().lock(server);
            Thread.ofVirtual().start(reset);
            CONTROL.awaitLockWait(server);
            OperationRow delete = TestOperation.of(server, Kind.DELETE, OperationState.ACCEPTED)
                    .row();
            assertThat(new Admissions(api, CONTROL.cells).delete(delete)).isInstanceOf(Entered.Now.class);
            assertThat(reset).isNotDone();
        });
        assertThat(reset.get()).isInstanceOf(Resets.Outcome.Moved.class);
        assertThat(shown()).isEqualTo(VmState.ACTIVE);
    }
}
