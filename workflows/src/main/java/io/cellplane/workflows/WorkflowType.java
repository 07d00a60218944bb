package io.cellplane.workflows;

import io.cellplane.contracts.Patience;
import io.cellplane.contracts.operation.Repair;
import io.cellplane.temporal.flow.Ended;
import io.cellplane.temporal.flow.OperationRequest;
import io.cellplane.workflows.step.Phases;
import io.cellplane.workflows.step.Steps;
import io.temporal.worker.Worker;
import io.temporal.workflow.Functions.Func2;
import io.temporal.workflow.Functions.Func3;
import org.jspecify.annotations.Nullable;

/**
 * A type of workflow.
 *
 * @param begins a run of it
 * @param repairs what its family does for one whose workflow is gone; null when it is only ever gone through again
 */
record WorkflowType<W>(
        Class<W> of,
        Func2<OperationRequest, Steps, W> begins,
        Func2<W, OperationRequest, Ended> runs,
        @Nullable Func3<OperationRequest, Steps, Phases, Ended> repairs) {

    WorkflowType(Class<W> of, Func2<OperationRequest, Steps, W> begins, Func2<W, OperationRequest, Ended> runs) {
        this(of, begins, runs, null);
    }

    WorkflowType<W> repairedBy(Func3<OperationRequest, Steps, Phases, Ended> own) {
        return new WorkflowType<>(of, begins, runs, own);
    }

    String name() {
        return of.getSimpleName();
    }

    void register(Worker worker, Patience patience) {
        worker.registerWorkflowImplementationFactory(
                of,
                input -> {
                    OperationRequest request = input.get(0, OperationRequest.class);
                    return begins.apply(request, new Steps(patience, request));
                },
                Workflows.OPTIONS);
    }

    /** Ends the operation in the workflow that asks for it. */
    Ended repair(OperationRequest request, Steps steps, Phases phases) {
        if (request.kind().repair() == Repair.AGAIN) {
            return runs.apply(begins.apply(request, steps), request);
        }
        if (repairs == null) {
            throw new IllegalStateException(name() + " has no repair of its own");
        }
        return repairs.apply(request, steps, phases);
    }
}
