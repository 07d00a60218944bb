package io.cellplane.workflows;

import io.cellplane.contracts.operation.Owed;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.operations.Ended;
import io.cellplane.operations.Lane;
import io.cellplane.operations.Lane.Held;
import io.cellplane.operations.MoveRecords;
import io.cellplane.operations.Moves;
import io.cellplane.operations.Moves.Ending;
import io.cellplane.operations.OperationRequest;
import io.cellplane.operations.Records;
import io.cellplane.operations.ResetServer;
import java.util.List;

/**
 * Waits in its lane until what it comes over has made way; then the server is shown as the administrator says. A move at
 * VERIFY_RESIZE is over with it: the server stays where it is.
 */
final class ResetServerWorkflow implements ResetServer {
    private final OperationRequest request;
    private final Steps steps;

    ResetServerWorkflow(OperationRequest request, Steps steps) {
        this.request = request;
        this.steps = steps;
    }

    @Override
    public Ended run(OperationRequest again) {
        Phases phases = new Phases();
        phases.now("beginning");
        Held held = steps.control(Lane.class, "begin").begin(request.operation(), request.server());
        String cell = held.cell();
        if (!held.begun() || cell == null) {
            phases.now("the server is gone");
            return Ended.NOTHING;
        }
        Ending left = steps.control(Moves.class, "is there a move to end?").left(request.operation(), request.server());
        if (left != null) {
            List<Owed> owed = ConfirmResizeWorkflow.clean(request, steps, phases, new EventLog(), left);
            steps.cell(cell, MoveRecords.class, "end the move")
                    .confirmed(
                            steps.step(StepName.CONFIRMED, 1),
                            left.move(),
                            left.moving(),
                            request.server(),
                            owed,
                            List.of());
        }
        phases.now("showing it");
        steps.cell(cell, Records.class, "show it as it is said to be")
                .reset(steps.step(StepName.RESET, 1), cell, held.generation(), request.server());
        return Ended.DONE;
    }

    /** Only a delete comes over it, and that waits a moment. */
    @Override
    public void nudge() {}
}
