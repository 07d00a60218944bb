package io.cellplane.workflows;

import io.cellplane.operations.DeleteServer;
import io.cellplane.operations.Ended;
import io.cellplane.operations.Lane;
import io.cellplane.operations.Lane.Held;
import io.cellplane.operations.OperationRequest;

/** Begin, destroy, ports, remove: four activities, and only forward. */
public final class DeleteServerWorkflow implements DeleteServer {

    @Override
    public Ended run(OperationRequest request) {
        Phases phases = new Phases();
        phases.now("beginning");
        Held held =
                new Steps(request).control(Lane.class, "begin the delete").begin(request.operation(), request.server());
        if (!held.begun()) {
            phases.now("somebody else ends this server");
            return Ended.NOTHING;
        }
        new Removal(request, phases).run(held, 1);
        return Ended.DONE;
    }

    /** Nothing comes over a delete. */
    @Override
    public void nudge() {}
}
