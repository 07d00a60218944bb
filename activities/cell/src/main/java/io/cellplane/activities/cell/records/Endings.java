package io.cellplane.activities.cell.records;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.ActionEvent;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.Trail;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.lane.Debts;
import io.cellplane.db.lane.Lanes;
import io.cellplane.db.lane.Lanes.Leaving;
import io.cellplane.temporal.step.Records.Failed;
import io.cellplane.temporal.step.Records.Landed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Every end of every operation: its gate opens, then the record and the trail say once how it ended, then what it held is
 * released and its lane handed over, and the successor starts.
 */
final class Endings {
    private final ApiDatabase api;
    private final CellDatabases cells;
    private final Lanes lanes;
    private final Debts debts;
    private final Consumer<OperationRow> accepted;

    /** @param accepted told of a successor that may start now */
    Endings(ApiDatabase api, CellDatabases cells, Consumer<OperationRow> accepted) {
        this.api = api;
        this.cells = cells;
        this.lanes = new Lanes(api);
        this.debts = new Debts(api);
        this.accepted = accepted;
    }

    /**
     * Where it ends.
     *
     * @param operation the step's own, or the one that it repairs
     */
    record End(Step step, UUID operation, String cell) {}

    /** What the record says from now on, and where it is. */
    interface Write {
        Landed to(CellDatabase cell, OperationRow operation, Instant now);
    }

    /** What is released at the control level, once, in the transaction in which the operation leaves its lane. */
    interface Release {
        Release NOTHING = (landed, now) -> {};

        void of(Landed landed, Instant now);
    }

    /**
     * What the trail says.
     *
     * @param begins an event that begins as it ends; null when all have begun before
     * @param events of an operation that has more than one; what of them stands open ends with it
     * @param failed null when it was done
     * @param over whether all else that was being done to the server has made way
     * @param message of the action, when there is more to say than that it was done
     */
    record Tale(
            @Nullable Begun begins,
            List<ActionEvent> events,
            @Nullable Failed failed,
            boolean over,
            @Nullable String message) {
        static final Tale DONE = of(List.of(), null);

        /** @param event null: the one that spans the operation */
        record Begun(@Nullable String event, @Nullable String host) {}

        static Tale of(List<ActionEvent> events, @Nullable Failed failed) {
            return new Tale(null, events, failed, false, null);
        }

        Tale beginning(String event) {
            return new Tale(new Begun(event, null), events, failed, over, message);
        }

        Tale beginningOn(@Nullable String host) {
            return new Tale(new Begun(null, host), events, failed, over, message);
        }

        Tale overAll() {
            return new Tale(begins, events, failed, true, message);
        }

        Tale saying(@Nullable String more) {
            return new Tale(begins, events, failed, over, more);
        }

        private void tell(Trail trail, OperationRow operation, Instant now) {
            long action = trail.action(operation, now);
            if (begins != null) {
                String event = begins.event() == null ? operation.what().event() : begins.event();
                trail.begin(action, event, 1, begins.host(), now);
            }
            trail.close(action, events, failed == null ? null : failed.message(), now);
            if (over) {
                trail.over(operation.server(), operation.requestId(), now);
            }
            if (failed == null && message != null) {
                trail.end(action, message, now);
            }
        }
    }

    /** @return refused {@code fenced} when the operation is gone */
    StepResult<Landed> close(End end, Write record, Tale tale, Release release) {
        return close(
                end,
                record,
                tale,
                release,
                new Leaving.Closed(tale.failed() == null ? null : tale.failed().failure()));
    }

    /** The same for what ends another operation on its own way: it stays in its lane. */
    StepResult<Landed> passing(End end, Write record, Tale tale, Release release) {
        return close(end, record, tale, release, null);
    }

    private StepResult<Landed> close(End end, Write record, Tale tale, Release release, @Nullable Leaving leaving) {
        OperationRow operation = api.operations().find(end.operation()).orElse(null);
        if (operation == null) {
            return StepResult.refused(Failure.FENCED, "the operation is gone");
        }
        lanes.closing(operation.id());
        StepResult<Landed> shown = write(end, operation, record, tale);
        if (shown.isDone()) {
            api.database()
                    .write(() -> {
                        api.operations()
                                .find(operation.id())
                                .filter(OperationRow::isOpen)
                                .ifPresent(open -> {
                                    debts.oweEarlierEnds(operation, end.cell());
                                    release.of(shown.orRefuse(), api.clock().instant());
                                });
                        return leaving == null ? Optional.<OperationRow>empty() : lanes.leave(operation.id(), leaving);
                    })
                    .ifPresent(accepted);
        }
        return shown;
    }

    /**
     * The move comes to VERIFY_RESIZE: its row holds the way back before that is shown.
     *
     * @param until when it is confirmed by itself
     */
    StepResult<Landed> verify(End end, Instant until, Write record, Tale tale) {
        OperationRow operation = api.operations().find(end.operation()).orElse(null);
        if (operation == null) {
            return StepResult.refused(Failure.FENCED, "the operation is gone");
        }
        lanes.leave(operation.id(), new Leaving.Verify(until));
        StepResult<Landed> shown = write(end, operation, record, tale);
        if (shown.isDone()) {
            lanes.leave(operation.id(), new Leaving.Shown()).ifPresent(accepted);
        }
        return shown;
    }

    private StepResult<Landed> write(End end, OperationRow operation, Write record, Tale tale) {
        CellDatabase cell = cells.of(end.cell());
        return cell.ledger().once(end.step(), Landed.class, () -> {
            Instant now = api.clock().instant();
            Landed landed = record.to(cell, operation, now);
            tale.tell(new Trail(cell), operation, now);
            return landed;
        });
    }

    /** The record of a server that is deleted is gone, in the transaction of whoever removes it. */
    static void deleted(CellDatabase cell, OperationRow delete, Instant now) {
        Tale.DONE.overAll().beginningOn(null).tell(new Trail(cell), delete, now);
    }
}
