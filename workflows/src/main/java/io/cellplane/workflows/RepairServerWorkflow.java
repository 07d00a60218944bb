package io.cellplane.workflows;

import io.cellplane.temporal.flow.Ended;
import io.cellplane.temporal.flow.OperationRequest;
import io.cellplane.temporal.flow.RepairServer;
import io.cellplane.workflows.step.Phases;
import io.cellplane.workflows.step.Steps;

/** Fence, read what is held, converge, as the operation's family does; it needs no history of what it ends. */
final class RepairServerWorkflow implements RepairServer {
    private final OperationRequest request;
    private final Steps steps;

    RepairServerWorkflow(OperationRequest request, Steps steps) {
        this.request = request;
        this.steps = steps;
    }

    @Override
    public Ended run(OperationRequest again) {
        Phases phases = new Phases();
        phases.now("fencing off, reading what is held");
        return Workflows.of(request.kind()).repair(request, steps, phases);
    }

    @Override
    public void nudge() {
        steps.nudge();
    }
}
