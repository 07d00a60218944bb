package io.cellplane.activities.cell.relay;

import io.cellplane.contracts.operation.ActionEvent;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.contracts.server.TaskState;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.Trail;
import io.cellplane.temporal.step.Hosts.HostStep;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * What users and operators see of a move while it runs: the record's task state, and its events so far. All of it hangs
 * from the attempt's leave in the cell's ledger: once that is undone, nothing of the attempt is shown again.
 */
final class Progress {
    private final CellDatabase cell;
    private final HostStep step;
    private final Step leave;

    /** @param step of the move, in the cell whose record is shown */
    Progress(CellDatabase cell, HostStep step) {
        this.cell = cell;
        this.step = step;
        this.leave = StepName.LEAVE.of(step.step().operation(), step.step().attempt());
    }

    /** A mark that the attempt is shown. */
    private record Shown(String task) {}

    void leaving(List<ActionEvent> events) {
        cell.ledger().once(leave, Shown.class, () -> {
            show(TaskState.RESIZE_MIGRATING, events);
            return new Shown(TaskState.RESIZE_MIGRATING);
        });
    }

    void left(List<ActionEvent> events) {
        cell.ledger().whileDone(leave, () -> show(TaskState.RESIZE_MIGRATED, events));
    }

    /** With what is read for the next command, in one transaction. */
    <T> T arriving(List<ActionEvent> events, Supplier<T> read) {
        return cell.database().write(() -> {
            cell.ledger().whileDone(leave, () -> show(TaskState.RESIZE_FINISH, events));
            return read.get();
        });
    }

    /** The next attempt chooses a destination first, or the move ends: either says so itself. */
    void isBack() {
        cell.ledger().undo(leave, Shown.class, shown -> task(TaskState.RESIZE_PREP));
    }

    private void show(String task, List<ActionEvent> events) {
        if (task(task) == 1) {
            Trail trail = new Trail(cell);
            Long action = trail.find(step.server(), step.requestId());
            if (action != null) {
                trail.record(action, events);
            }
        }
    }

    /** Only while the record counts at that place, and the move owns it. */
    private int task(String task) {
        Instant now = cell.clock().instant();
        return cell.servers().task(step.server(), step.generation(), leave.operation(), task, now);
    }
}
