package io.cellplane.workflows.move;

import io.cellplane.contracts.operation.Owed;
import io.cellplane.temporal.step.CellMoves;
import io.cellplane.workflows.step.Phases;
import io.cellplane.workflows.step.Steps;
import io.temporal.failure.ActivityFailure;
import java.util.List;
import java.util.UUID;

/** The copy of a server's records that a move has left in a cell. */
public record LostCopy(String cell, long generation) {

    /** Erases it; where its cell does not answer in time, that is owed. */
    public void erase(UUID server, Steps steps, Phases phases, List<Owed> owed) {
        phases.now("erasing the copy in " + cell);
        try {
            steps.controlOrDebt(cell, CellMoves.class, "erase the copy in " + cell)
                    .erase(cell, server, generation);
        } catch (ActivityFailure away) {
            phases.now(cell + " does not answer: its copy becomes a debt");
            owed.add(Owed.record(cell, generation));
        }
    }
}
