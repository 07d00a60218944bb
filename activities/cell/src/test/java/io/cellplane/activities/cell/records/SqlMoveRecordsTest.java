package io.cellplane.activities.cell.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.activities.cell.Boots;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.operation.ResetArguments;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.contracts.server.VmState;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.lane.Resets;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestControlLevel.Accepted;
import io.cellplane.db.testing.TestOperation;
import io.cellplane.db.testing.TestServer;
import io.cellplane.temporal.step.Moving;
import io.cellplane.temporal.step.Placed;
import io.cellplane.temporal.step.Records.Landing;
import io.cellplane.testing.HandClock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SqlMoveRecordsTest {
    private static final HandClock CLOCK = new HandClock();
    private static final TestControlLevel CONTROL = new TestControlLevel("moves", CLOCK, "cell0", "cell1");
    private static final int RUNNING = PowerState.RUNNING.code();

    private final SqlRecords records = new SqlRecords(CONTROL.api, CONTROL.cells, row -> {});
    private final SqlMoveRecords moves = new SqlMoveRecords(CONTROL.api, CONTROL.cells, Patience.hasty(), row -> {});
    private final Accepted boot = Boots.running(CONTROL, "secret");

    @AfterAll
    static void close() {
        CONTROL.close();
    }

    /** Were it closed with its move, the record would stay in VERIFY_RESIZE without a way back if Temporal forgot it then. */
    @Test
    void a_reset_that_ends_a_move_is_open_until_its_state_is_shown() {
        Placed from = place("h1");
        Placed to = place("h2");
        records.land(new Landing(step(boot.operation(), "land"), boot.server(), from, List.of()));
        records.finish(step(boot.operation(), "finish"), from, boot.server(), RUNNING);
        Moving moving = new Moving(from, to, TestServer.FLAVOR, TestServer.FLAVOR, false, true);
        OperationRow move = row(Kind.RESIZE, OperationState.RUNNING, Map.of());
        CONTROL.api.operations().save(move);
        CONTROL.cells.of("cell1").servers().admit(boot.server(), 1, move.id(), "resize_prep", CLOCK.instant());
        moves.resized(step(move.id(), "resized"), move.id(), moving, boot.server(), RUNNING, List.of());
        OperationRow reset = row(Kind.RESET, OperationState.ADMITTING, new ResetArguments(VmState.ACTIVE));
        assertThat(new Resets(CONTROL.api, CONTROL.cells)
                        .reset(reset, CONTROL.api.mappings().find(boot.server()).orElseThrow(), VmState.ACTIVE))
                .isInstanceOf(Resets.Outcome.Accepted.class);
        assertThat(CONTROL.api.operations().begin(reset.id(), CLOCK.instant())).isEqualTo(1);

        Step step = step(reset.id(), "confirmed");
        moves.confirmed(step, move.id(), moving, boot.server(), List.of(), List.of());
        moves.confirmed(step, move.id(), moving, boot.server(), List.of(), List.of());
        assertThat(state(move.id())).isEqualTo(OperationState.CLOSED);
        assertThat(state(reset.id())).isEqualTo(OperationState.CLOSING);

        records.reset(step(reset.id(), "reset"), "cell1", 1, boot.server());
        assertThat(state(reset.id())).isEqualTo(OperationState.CLOSED);
        assertThat(CONTROL.cells
                        .of("cell1")
                        .servers()
                        .find(boot.server())
                        .orElseThrow()
                        .vmState())
                .isEqualTo(VmState.ACTIVE);
    }

    private static String state(UUID operation) {
        return CONTROL.api.operations().find(operation).orElseThrow().state();
    }

    /** Its cell was away at the confirm, the server has moved back since, and now the debt is paid. */
    @Test
    void a_debt_for_a_copy_that_was_left_does_not_erase_the_server_that_came_back() {
        records.land(new Landing(step(boot.operation(), "land"), boot.server(), place("h1"), List.of()));
        records.finish(step(boot.operation(), "finish"), place("h1"), boot.server(), RUNNING);
        OperationRow confirm = row(Kind.CONFIRM, OperationState.CLOSED, Map.of());
        OperationRow delete = row(Kind.DELETE, OperationState.RUNNING, Map.of());
        CONTROL.api.operations().saveAll(List.of(confirm, delete));
        records.erase(confirm.id(), "cell1", boot.server());
        assertThat(isDeleted()).isFalse();
        records.erase(delete.id(), "cell1", boot.server());
        assertThat(isDeleted()).isTrue();
    }

    private boolean isDeleted() {
        return CONTROL.cells
                .of("cell1")
                .servers()
                .find(boot.server())
                .orElseThrow()
                .deleted();
    }

    private OperationRow row(Kind kind, String state, Object arguments) {
        return TestOperation.of(boot.server(), kind, state)
                .request("req-" + kind.token())
                .arguments(arguments)
                .at(CLOCK.instant())
                .row();
    }

    private static Step step(UUID operation, String name) {
        return new Step(operation, name, 1);
    }

    private static Placed place(String host) {
        return new Placed("cell1", host, UUID.randomUUID(), "nova", 1, 1);
    }
}
