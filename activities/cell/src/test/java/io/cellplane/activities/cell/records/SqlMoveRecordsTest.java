package io.cellplane.activities.cell.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.activities.cell.Cells;
import io.cellplane.activities.cell.Cells.Accepted;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.operation.ResetArguments;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.contracts.server.VmState;
import io.cellplane.db.Json;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.lane.Resets;
import io.cellplane.temporal.step.Moving;
import io.cellplane.temporal.step.Placed;
import io.cellplane.temporal.step.Records.Landing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SqlMoveRecordsTest {
    private static final Cells CELLS = new Cells("moves", "cell0", "cell1");
    private static final FlavorSpec FLAVOR = new FlavorSpec("f1", "small", 1, 512, 1, 0, 0, 1, null, Map.of());
    private static final int RUNNING = PowerState.RUNNING.code();

    private final SqlRecords records = new SqlRecords(CELLS.api, CELLS.databases, row -> {});
    private final SqlMoveRecords moves = new SqlMoveRecords(CELLS.api, CELLS.databases, Patience.hasty(), row -> {});
    private final Accepted boot = CELLS.accept("secret");

    @AfterAll
    static void close() {
        CELLS.close();
    }

    /** Were it closed with its move, the record would stay in VERIFY_RESIZE without a way back if Temporal forgot it then. */
    @Test
    void a_reset_that_ends_a_move_is_open_until_its_state_is_shown() {
        Placed from = place("h1");
        Placed to = place("h2");
        records.land(new Landing(step(boot.operation(), "land"), boot.server(), from, List.of()));
        records.finish(step(boot.operation(), "finish"), from, boot.server(), RUNNING);
        Moving moving = new Moving(from, to, FLAVOR, FLAVOR, false, true);
        OperationRow move = row(Kind.RESIZE, OperationState.RUNNING, "{}");
        CELLS.api.operations().save(move);
        CELLS.cell("cell1").servers().admit(boot.server(), 1, move.id(), "resize_prep", CELLS.clock.instant());
        moves.resized(step(move.id(), "resized"), move.id(), moving, boot.server(), RUNNING, List.of());
        OperationRow reset = row(Kind.RESET, OperationState.ADMITTING, Json.write(new ResetArguments(VmState.ACTIVE)));
        assertThat(new Resets(CELLS.api, CELLS.databases)
                        .reset(reset, CELLS.api.mappings().find(boot.server()).orElseThrow(), VmState.ACTIVE))
                .isInstanceOf(Resets.Outcome.Accepted.class);
        assertThat(CELLS.api.operations().begin(reset.id(), CELLS.clock.instant()))
                .isEqualTo(1);

        Step step = step(reset.id(), "confirmed");
        moves.confirmed(step, move.id(), moving, boot.server(), List.of(), List.of());
        moves.confirmed(step, move.id(), moving, boot.server(), List.of(), List.of());
        assertThat(state(move.id())).isEqualTo(OperationState.CLOSED);
        assertThat(state(reset.id())).isEqualTo(OperationState.CLOSING);

        records.reset(step(reset.id(), "reset"), "cell1", 1, boot.server());
        assertThat(state(reset.id())).isEqualTo(OperationState.CLOSED);
        assertThat(CELLS.cell("cell1")
                        .servers()
                        .find(boot.server())
                        .orElseThrow()
                        .vmState())
                .isEqualTo(VmState.ACTIVE);
    }

    private static String state(UUID operation) {
        return CELLS.api.operations().find(operation).orElseThrow().state();
    }

    /** Its cell was away at the confirm, the server has moved back since, and now the debt is paid. */
    @Test
    void a_debt_for_a_copy_that_was_left_does_not_erase_the_server_that_came_back() {
        records.land(new Landing(step(boot.operation(), "land"), boot.server(), place("h1"), List.of()));
        records.finish(step(boot.operation(), "finish"), place("h1"), boot.server(), RUNNING);
        OperationRow confirm = row(Kind.CONFIRM, OperationState.CLOSED, "{}");
        OperationRow delete = row(Kind.DELETE, OperationState.RUNNING, "{}");
        CELLS.api.operations().saveAll(List.of(confirm, delete));
        records.erase(confirm.id(), "cell1", boot.server());
        assertThat(isDeleted()).isFalse();
        records.erase(delete.id(), "cell1", boot.server());
        assertThat(isDeleted()).isTrue();
    }

    private boolean isDeleted() {
        return CELLS.cell("cell1").servers().find(boot.server()).orElseThrow().deleted();
    }

    private OperationRow row(Kind kind, String state, String arguments) {
        Instant now = CELLS.clock.instant();
        return new OperationRow(
                UUID.randomUUID(),
                boot.server(),
                kind.token(),
                "project",
                "user",
                "req-" + kind.token(),
                null,
                arguments,
                state,
                null,
                null,
                now.plusSeconds(600),
                now,
                now);
    }

    private static Step step(UUID operation, String name) {
        return new Step(operation, name, 1);
    }

    private static Placed place(String host) {
        return new Placed("cell1", host, UUID.randomUUID(), "nova", 1);
    }
}
