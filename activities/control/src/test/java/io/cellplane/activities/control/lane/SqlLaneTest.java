package io.cellplane.activities.control.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.activities.control.placement.Chooser;
import io.cellplane.activities.control.placement.SqlPlacement;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.operation.Owed;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.db.control.AllocationRow;
import io.cellplane.db.control.DebtRow;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.control.InventoryRow;
import io.cellplane.db.control.MigrationRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.lane.Admissions;
import io.cellplane.db.lane.Lanes;
import io.cellplane.db.lane.Lanes.Leaving;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestControlLevel.Accepted;
import io.cellplane.db.testing.TestOperation;
import io.cellplane.temporal.step.Lane.Copy;
import io.cellplane.temporal.step.Lane.Held;
import io.cellplane.temporal.step.Lane.Outlook;
import io.cellplane.temporal.step.Lane.Place;
import io.cellplane.temporal.step.Placement.Search;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SqlLaneTest {
    private static final TestControlLevel CONTROL = new TestControlLevel("lane", "cell0", "cell1", "cell2");

    private final List<UUID> accepted = new ArrayList<>();
    private final SqlLane lane = new SqlLane(CONTROL.api, CONTROL.cells, row -> accepted.add(row.id()));
    private final SqlPlacement placement = new SqlPlacement(CONTROL.api, new Chooser(CONTROL.api, CONTROL.cells));
    private final Lanes lanes = new Lanes(CONTROL.api);
    private final Accepted boot = CONTROL.accept();

    @AfterEach
    void erase() {
        CONTROL.erase();
    }

    @AfterAll
    static void close() {
        CONTROL.close();
    }

    private StepResult<?> place(int attempt) {
        return placement.place(new Search(new Step(boot.operation(), "place", attempt), boot.server(), List.of()));
    }

    private OperationRow delete() {
        OperationRow delete = TestOperation.of(boot.server(), Kind.DELETE, OperationState.ACCEPTED)
                .row();
        new Admissions(CONTROL.api, CONTROL.cells).delete(delete);
        return delete;
    }

    @Test
    void who_begins_before_anything_was_placed_holds_nothing() {
        assertThat(lane.begin(boot.operation(), boot.server()))
                .isEqualTo(new Held(true, null, 1, 0, List.of(), List.of(), 0));
        assertThat(CONTROL.stateOf(boot.operation())).isEqualTo(OperationState.RUNNING);
    }

    @Test
    void who_was_taken_back_does_not_begin() {
        CONTROL.api.operations().withdraw(boot.operation(), Instant.now());
        CONTROL.api.operations().takeBack(boot.operation());
        assertThat(lane.begin(boot.operation(), boot.server()).begun()).isFalse();
    }

    @Test
    void a_delete_learns_the_cell_and_every_host_that_holds_something() {
        CONTROL.host("h1", "cell1", 4);
        place(1);
        CONTROL.api.mappings().place(boot.server(), "cell1", 1, Instant.now());
        OperationRow delete = delete();
        lane.makeWay(boot.operation());

        assertThat(accepted).containsExactly(delete.id());
        assertThat(lane.begin(delete.id(), boot.server()))
                .isEqualTo(new Held(true, "cell1", 1, 1, List.of(new Place("cell1", "h1")), List.of(), 0));
    }

    @Test
    void where_a_moved_server_lives_comes_before_where_it_came_from() {
        UUID source = CONTROL.host("h0", "cell1", 0);
        CONTROL.host("h1", "cell1", 4);
        place(1);
        CONTROL.api.mappings().place(boot.server(), "cell1", 1, Instant.now());
        // Moves whose ids are before and after every server's.
        for (UUID move : List.of(new UUID(0, 1), new UUID(-1, -1))) {
            CONTROL.api
                    .allocations()
                    .saveAll(AllocationRow.of(
                            move, AllocationRow.OPERATION, boot.server(), source, Map.of(InventoryRow.VCPU, 1)));
        }
        assertThat(lane.begin(boot.operation(), boot.server()).places())
                .containsExactly(new Place("cell1", "h1"), new Place("cell1", "h0"));
    }

    @Test
    void a_boot_makes_way_only_when_somebody_waits() {
        lane.begin(boot.operation(), boot.server());
        assertThat(lane.mustMakeWay(boot.operation())).isFalse();
        delete();
        assertThat(lane.mustMakeWay(boot.operation())).isTrue();
        lane.makeWay(boot.operation());
        lane.makeWay(boot.operation());
        assertThat(accepted).hasSize(1);
        assertThat(lane.mustMakeWay(boot.operation())).isFalse();
    }

    @Test
    void a_fence_bars_late_steps_here_and_in_the_cells_that_it_is_told() {
        CONTROL.host("h1", "cell1", 4);
        place(1);
        placement.unplace(new Step(boot.operation(), "place", 1), boot.server());
        CONTROL.api.mappings().place(boot.server(), "cell2", 1, Instant.now());

        Held held = lane.fence(boot.operation(), boot.server());

        assertThat(held).isEqualTo(new Held(true, "cell2", 1, 1, List.of(new Place("cell1", "h1")), List.of(), 1));
        assertThat(place(2).failure()).isEqualTo(Failure.FENCED.type());
        assertThat(CONTROL.api.allocations().all()).isEmpty();
        for (String cell : List.of("cell0", "cell1", "cell2")) {
            assertThat(new SqlCellFences(CONTROL.api, CONTROL.cells).fence(boot.operation(), cell, boot.server()))
                    .isFalse();
            StepResult<String> late = CONTROL.cells
                    .of(cell)
                    .ledger()
                    .once(new Step(boot.operation(), "land", 1), String.class, () -> "landed");
            assertThat(late.failure()).isEqualTo(Failure.FENCED.type());
        }
    }

    @Test
    void a_fence_of_what_is_over_bars_nothing_and_says_so() {
        lanes.leave(boot.operation(), Leaving.done());
        assertThat(lane.fence(boot.operation(), boot.server()).begun()).isFalse();
        assertThat(CONTROL.api.steps().of(boot.operation())).isEmpty();
    }

    @Test
    void the_end_of_a_server_without_a_record_leaves_nothing() {
        CONTROL.host("h1", "cell1", 4);
        place(1);
        OperationRow delete = delete();
        lane.makeWay(boot.operation());
        lane.begin(delete.id(), boot.server());
        lane.gone(delete.id(), boot.server(), List.of());

        assertThat(CONTROL.api.allocations().all()).isEmpty();
        assertThat(CONTROL.stateOf(delete.id())).isEqualTo(OperationState.CLOSED);
        assertThat(lane.begin(delete.id(), boot.server()).begun()).isFalse();
    }

    @Test
    void who_waits_for_a_host_sees_whether_it_is_up_fenced_and_who_comes_over() {
        UUID service = CONTROL.host("h1", "cell1", 4);
        lane.begin(boot.operation(), boot.server());
        assertThat(lane.look(boot.operation(), "h1")).isEqualTo(new Outlook(true, false, false, false));
        CONTROL.api.hostStates().transition("h1", "cell1", HostStateRow.DOWN, Instant.now());
        assertThat(lane.look(boot.operation(), "h1")).isEqualTo(new Outlook(false, false, false, false));
        CONTROL.api.hostStates().transition("h1", "cell1", HostStateRow.UP, Instant.now());
        CONTROL.api.hostStates().forceDown(service, true, "admin", Instant.now());
        delete();
        assertThat(lane.look(boot.operation(), "h1")).isEqualTo(new Outlook(false, true, true, true));
        assertThat(lane.isDeleted(boot.operation())).isTrue();
    }

    @Test
    void only_who_is_at_work_leaves_a_debt() {
        Owed owed = Owed.guest("cell1", "h1", 1, 1);
        lane.owe(boot.operation(), owed);
        DebtRow debt = CONTROL.api.debts().of(boot.server()).getFirst();
        assertThat(lane.isOwed(debt.id())).isTrue();
        lane.settle(debt.id(), 1);
        assertThat(lane.isOwed(debt.id())).isFalse();
        lane.owe(boot.operation(), owed);
        assertThat(lane.isOwed(debt.id()))
                .as("a late step owes anew what was paid")
                .isFalse();
        lanes.leave(boot.operation(), Leaving.done());
        lane.owe(boot.operation(), owed);
        assertThat(CONTROL.api.debts().all())
                .as("a late step owes nothing anew")
                .isEmpty();
    }

    @Test
    void a_delete_learns_of_both_copies_of_a_move_that_has_not_ended() {
        Instant now = Instant.now();
        CONTROL.api
                .migrations()
                .save(new MigrationRow(
                        null,
                        UUID.randomUUID(),
                        boot.server(),
                        "p",
                        "u",
                        MigrationRow.RESIZE,
                        MigrationRow.REVERTING,
                        "cell1",
                        "h1",
                        UUID.randomUUID(),
                        1,
                        "cell2",
                        "h2",
                        UUID.randomUUID(),
                        "{}",
                        "{}",
                        true,
                        now,
                        now));
        CONTROL.api.mappings().place(boot.server(), "cell2", 1, now);
        assertThat(lane.begin(boot.operation(), boot.server()).copies())
                .as("it may arrive again")
                .containsExactly(new Copy("cell1", 3));
        CONTROL.sql("update migrations set status = 'finished'");
        assertThat(lane.begin(boot.operation(), boot.server()).copies()).containsExactly(new Copy("cell1", 1));
        CONTROL.sql("update migrations set status = 'reverting'");
        CONTROL.sql("update instance_mappings set cell = 'cell1', generation = 3");
        assertThat(lane.begin(boot.operation(), boot.server()).copies())
                .as("once it is cut back")
                .containsExactly(new Copy("cell2", 2));
        CONTROL.sql("update migrations set status = 'reverted'");
        assertThat(lane.begin(boot.operation(), boot.server()).copies()).isEmpty();
    }

    /** What ended between the transactions of a landing has left a record that nobody reads. */
    @Test
    void a_delete_learns_where_a_boot_may_have_landed_that_is_in_no_cell_yet() {
        CONTROL.host("h1", "cell1", 4);
        place(1);
        UUID delete = delete().id();
        lane.makeWay(boot.operation());
        assertThat(lane.begin(delete, boot.server()).copies()).containsExactly(new Copy("cell1", 1));

        placement.unplace(new Step(boot.operation(), "place", 1), boot.server());
        assertThat(lane.begin(delete, boot.server()).copies())
                .as("what was given back was undone before")
                .isEmpty();

        CONTROL.api.mappings().place(boot.server(), "cell1", 1, Instant.now());
        assertThat(lane.begin(delete, boot.server()).copies()).isEmpty();
    }
}
