package io.cellplane.workflows;

import io.cellplane.contracts.operation.Owed;
import io.cellplane.operations.CellMoves;
import io.temporal.failure.ActivityFailure;
import java.util.List;
import java.util.UUID;

/** The copy of a server's records that a move has left in a cell. */
record LostCopy(String cell, long generation) {

    /** Erases it; where its cell does not answer in time, that is owed. */
    void erase(UUID server, Steps steps, Phases phases, List<Owed> owed) {
        phases.now("erasing the copy in " + cell);
        try {
            steps.controlOrDebt(CellMoves.class, "erase the copy in " + cell).erase(cell, server, generation);
        } catch (ActivityFailure away) {
            phases.now(cell + " does not answer: its copy becomes a debt");
            owed.add(new Owed(cell, null, generation));
        }
    }
}
