package io.cellplane.workflows;

import io.cellplane.operations.DeleteServer;
import io.cellplane.operations.Ended;
import io.cellplane.operations.Lane;
import io.cellplane.operations.Lane.Held;
import io.cellplane.operations.OperationRequest;

/** Begin, destroy, ports, remove: four activities, and only forward. */
final class DeleteServerWorkflow implements DeleteServer {
    private final OperationRequest request;
    private final Steps steps;

    DeleteServerWorkflow(OperationRequest request, Steps steps) {
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
        new Removal(request, steps, phases).run(held, 1);
        return Ended.DONE;
    }

    /** Nothing comes over a delete. */
    @Override
    public void nudge() {}
}
