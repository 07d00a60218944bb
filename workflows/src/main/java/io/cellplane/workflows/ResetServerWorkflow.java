package io.cellplane.workflows;

import io.cellplane.operations.Ended;
import io.cellplane.operations.Lane;
import io.cellplane.operations.Lane.Held;
import io.cellplane.operations.OperationRequest;
import io.cellplane.operations.Records;
import io.cellplane.operations.ResetServer;

/** Waits in its lane until what it comes over has made way; then it is shown as the administrator says. */
public final class ResetServerWorkflow implements ResetServer {

    @Override
    public Ended run(OperationRequest request) {
        Steps steps = new Steps(request);
        Phases phases = new Phases();
        phases.now("beginning");
        Held held = steps.control(Lane.class, "begin").begin(request.operation(), request.server());
        String cell = held.cell();
        if (!held.begun() || cell == null) {
            phases.now("the server is gone");
            return Ended.NOTHING;
        }
        phases.now("showing it");
        steps.cell(cell, Records.class, "show it as it is said to be")
                .reset(steps.step("reset", 1), cell, held.generation(), request.server());
        return Ended.DONE;
    }

    /** Only a delete comes over it, and that waits a moment. */
    @Override
    public void nudge() {}
}
