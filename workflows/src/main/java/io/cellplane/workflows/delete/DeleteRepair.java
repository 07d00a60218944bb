package io.cellplane.workflows.delete;

import io.cellplane.temporal.flow.Ended;
import io.cellplane.temporal.flow.OperationRequest;
import io.cellplane.temporal.step.Lane;
import io.cellplane.temporal.step.Lane.Held;
import io.cellplane.workflows.step.Beside;
import io.cellplane.workflows.step.Phases;
import io.cellplane.workflows.step.Steps;
import io.cellplane.workflows.step.Successor;

/** Ends a delete whose workflow is gone: once more, since what its last command did or did not do is not known. */
public final class DeleteRepair {
    private DeleteRepair() {}

    public static Ended run(OperationRequest request, Steps steps, Phases phases) {
        Held held = steps.control(Lane.class, "fence off and read what is held")
                .begin(request.operation(), request.server());
        if (!held.begun()) {
            phases.now("there is nothing to repair");
            return Ended.NOTHING;
        }
        new Beside(request, steps, new Successor(request, steps), phases).over(held);
        new Removal(request, steps, phases).run(held, 2);
        return Ended.DONE;
    }
}
