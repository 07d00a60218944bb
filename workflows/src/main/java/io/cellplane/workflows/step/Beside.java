package io.cellplane.workflows.step;

import io.cellplane.contracts.operation.Precedence;
import io.cellplane.temporal.flow.OperationRequest;
import io.cellplane.temporal.flow.WorkflowIds;
import io.cellplane.temporal.step.Lane;
import io.cellplane.temporal.step.Lane.Held;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;

/** What is being attached or detached ends before an operation goes on that is alone. */
public final class Beside {
    private final OperationRequest request;
    private final Steps steps;
    private final Successor successor;
    private final Phases phases;

    public Beside(OperationRequest request, Steps steps, Successor successor, Phases phases) {
        this.request = request;
        this.steps = steps;
        this.successor = successor;
        this.phases = phases;
    }

    /** Returns when nothing is: what comes over all has it make way, anything else waits, and makes way itself. */
    public void over(Held held) {
        Duration pause = steps.patience().steps().retry();
        List<Lane.Beside> open = held.beside();
        while (!open.isEmpty()) {
            phases.now("waiting for " + open.getFirst().kind().token());
            if (request.kind().precedence() == Precedence.OVER_ALL) {
                open.forEach(this::nudge);
                Workflow.sleep(pause);
            } else {
                Workflow.await(pause, steps::isNudged);
                successor.orMakeWay();
            }
            pause = successor.longer(pause);
            open = steps.control(Lane.class, "what is beside?").beside(request.server());
        }
    }

    private void nudge(Lane.Beside other) {
        try {
            Workflow.newUntypedExternalWorkflowStub(WorkflowIds.of(request.server(), other.kind(), other.operation()))
                    .signal("nudge");
        } catch (SignalExternalWorkflowException | TemporalFailure gone) {
            phases.now("nobody runs " + other.kind().token() + ": it is started again, or repaired");
        }
    }
}
