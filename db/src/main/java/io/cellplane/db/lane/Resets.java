package io.cellplane.db.lane;

import io.cellplane.contracts.fault.FaultPoints;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.lane.Lanes.Entered;
import java.util.Optional;

/**
 * Shows a server in the state that an administrator says it is in. Where nothing is being done to it, that is one write
 * to its record; over an operation that is open, also one whose way back is, it is an operation of its own, which repairs.
 */
public final class Resets {
    private final ApiDatabase api;
    private final Lanes lanes;
    private final Gate gate;

    public Resets(ApiDatabase api, CellDatabases cells) {
        this.api = api;
        this.lanes = new Lanes(api);
        this.gate = new Gate(api, cells);
    }

    /** What came of it. */
    public sealed interface Outcome {
        /** Its record says so. */
        record Shown() implements Outcome {}

        /** Promised: start it. */
        record Accepted(OperationRow operation) implements Outcome {}

        /** Promised: it starts when {@code before} has made way, which is to be nudged. */
        record Waiting(OperationRow operation, OperationRow before) implements Outcome {}

        /** It is being deleted, and that stays so. */
        record Leaving() implements Outcome {}

        /** The record is not there any more, or on its way, or something was let in meanwhile: look again. */
        record Moved() implements Outcome {}
    }

    /**
     * While the cell is waited for nothing of the API database is held, so that a delete or another operation enters
     * meanwhile; then the record is left to it.
     *
     * @param row the operation that it becomes, if it has to be one
     * @param at where the server was found
     * @throws io.cellplane.db.CellAway when nothing is being done to the server and its cell does not answer
     */
    public Outcome reset(OperationRow row, MappingRow at, String vmState) {
        FaultPoints.before(row.kind() + ".admit");
        Outcome outcome = entered(row).orElseGet(() -> show(row, at, vmState));
        FaultPoints.after(row.kind() + ".admit");
        return outcome;
    }

    /** Empty when nothing is being done to the server. */
    private Optional<Outcome> entered(OperationRow row) {
        return api.database().write(() -> {
            if (lanes.isFree(row.server())) {
                return Optional.empty();
            }
            return Optional.of(
                    switch (lanes.enter(row, Claim.PROMISED)) {
                        case Entered.Now now -> new Outcome.Accepted(now.operation());
                        case Entered.After after -> new Outcome.Waiting(after.operation(), after.before());
                        case Entered.Busy _ -> new Outcome.Leaving();
                        case Entered.Gone _ -> new Outcome.Moved();
                    });
        });
    }

    private Outcome show(OperationRow row, MappingRow at, String vmState) {
        boolean shown = at.cell() != null
                && gate.show(row, at, vmState, () -> api.database().write(() -> lanes.isFree(row.server())));
        return shown ? new Outcome.Shown() : new Outcome.Moved();
    }
}
