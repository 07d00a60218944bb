package io.cellplane.db.lane;

import static io.cellplane.contracts.operation.OperationState.ACCEPTED;
import static io.cellplane.contracts.operation.OperationState.ADMITTING;
import static io.cellplane.contracts.operation.OperationState.WAITING;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.fault.FaultPoints;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.LaneRow;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.lane.Lanes.Entered;
import java.time.Instant;
import java.util.UUID;

/**
 * Lets an operation in, or takes it back: its row with its lane and quota in one transaction, then the gate in the cell,
 * then the promise. A process that dies in between leaves a row that the starter takes back.
 */
public final class Admissions {
    private final ApiDatabase api;
    private final Lanes lanes;
    private final Gate gate;

    public Admissions(ApiDatabase api, CellDatabases cells) {
        this.api = api;
        this.lanes = new Lanes(api);
        this.gate = new Gate(api, cells);
    }

    /** What came of it; a refusal is thrown. */
    public sealed interface Outcome {
        /** Promised: start it. */
        record Accepted(OperationRow operation) implements Outcome {}

        /** Promised: it starts when {@code before} has made way, which is to be nudged. */
        record Waiting(OperationRow operation, OperationRow before) implements Outcome {}

        /** What waits already, and has not begun, does what was asked for. */
        record Joined(OperationRow waiting) implements Outcome {}

        /** Something is being done to the server. */
        record Busy(OperationRow before) implements Outcome {}

        /** The record is not there any more, or on its way: look again. */
        record Moved() implements Outcome {}

        /** It took so long that it was taken back. */
        record TakenBack() implements Outcome {}
    }

    /**
     * @throws Refused when the server's state, its lock or the quota does not allow it; nothing is left behind
     * @throws io.cellplane.db.CellAway when its cell does not answer; nothing is left behind, now or soon
     */
    public Outcome admit(Asked asked) {
        OperationRow row = asked.row();
        FaultPoints.before(row.kind() + ".admit");
        return switch (lanes.enter(row, new Claim(true, asked.decides(), asked.demand()))) {
            case Entered.Busy busy
            when row.what().joins(busy.before().what()) && busy.before().state().equals(WAITING) ->
                gate.join(asked) ? new Outcome.Joined(busy.before()) : new Outcome.Moved();
            case Entered.Busy busy -> new Outcome.Busy(busy.before());
            case Entered.Gone _ -> new Outcome.Moved();
            case Entered.Now _ -> behindTheGate(asked, new Outcome.Accepted(row));
            case Entered.After after -> behindTheGate(asked, new Outcome.Waiting(row, after.before()));
        };
    }

    private Outcome behindTheGate(Asked asked, Outcome entered) {
        OperationRow row = asked.row();
        boolean open = false;
        try {
            StepResult<Gate.Found> opened = gate.open(asked);
            if (Failure.STALE.type().equals(opened.failure())) {
                return new Outcome.Moved();
            }
            opened.orRefuse();
            open = true;
        } finally {
            if (!open) {
                takeBack(row.id());
            }
        }
        Outcome promised = promise(row, entered);
        FaultPoints.after(row.kind() + ".admit");
        return promised;
    }

    private Outcome promise(OperationRow row, Outcome entered) {
        return api.database().write(() -> {
            Instant now = api.clock().instant();
            LaneRow lane = api.lanes().lock(row.server()).orElse(null);
            boolean waits = lane != null && row.id().equals(lane.next());
            if (lane == null || api.operations().advance(row.id(), ADMITTING, waits ? WAITING : ACCEPTED, now) == 0) {
                return new Outcome.TakenBack();
            }
            return waits ? entered : new Outcome.Accepted(row);
        });
    }

    /**
     * A delete needs no gate: it comes over all but another one, and the server is queued for deletion as it enters.
     *
     * @return busy when it is being deleted already
     */
    public Entered delete(OperationRow row) {
        return api.database().write(() -> {
            boolean there = api.lanes().lock(row.server()).isPresent()
                    && api.mappings().queueForDelete(row.server(), row.createdAt()) == 1;
            return there ? lanes.enter(row, Claim.PROMISED) : new Entered.Gone();
        });
    }

    /**
     * Undoes what was let in, unless it has begun. It may be repeated, and goes on where it was interrupted.
     *
     * @return false when it has begun
     * @throws io.cellplane.db.CellAway when the cell does not answer: the starter goes on later
     */
    public boolean takeBack(UUID operation) {
        if (api.operations().withdraw(operation, api.clock().instant()) == 0) {
            return false;
        }
        OperationRow row = api.operations().find(operation).orElseThrow();
        api.mappings().find(row.server()).map(MappingRow::cell).ifPresent(cell -> gate.close(row, cell));
        lanes.leave(operation, new Lanes.Leaving.Withdrawn());
        return true;
    }
}
