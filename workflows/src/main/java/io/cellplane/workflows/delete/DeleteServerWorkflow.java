package io.cellplane.workflows.delete;

import io.cellplane.temporal.flow.DeleteServer;
import io.cellplane.temporal.flow.Ended;
import io.cellplane.temporal.flow.OperationRequest;
import io.cellplane.temporal.step.Lane;
import io.cellplane.temporal.step.Lane.Held;
import io.cellplane.workflows.step.Beside;
import io.cellplane.workflows.step.Phases;
import io.cellplane.workflows.step.Steps;
import io.cellplane.workflows.step.Successor;

/** Begin, destroy, ports, remove: four activities, and only forward. */
public final class DeleteServerWorkflow implements DeleteServer {
    private final OperationRequest request;
    private final Steps steps;

    public DeleteServerWorkflow(OperationRequest request, Steps steps) {
        this.request = request;
        this.steps = steps;
    }

    @Override
    public Ended run(OperationRequest again) {
        Phases phases = new Phases();
        phases.now("beginning");
        Held held = steps.control(Lane.class, "begin the delete").begin(request.operation(), request.server());
        if (!held.begun()) {
            phases.now("somebody else ends this server");
            return Ended.NOTHING;
        }
        new Beside(request, steps, new Successor(request, steps), phases).over(held);
        new Removal(request, steps, phases).run(held, 1);
        return Ended.DONE;
    }

    /** Nothing comes over a delete. */
    @Override
    public void nudge() {}
}
