package io.cellplane.temporal.flow;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Ends an operation whose workflow is gone (terminated, failed): fences its steps off everywhere, reads what is held and
 * converges to finished, ERROR with nothing held, or gone.
 */
@WorkflowInterface
public interface RepairServer {

    @WorkflowMethod
    Ended run(OperationRequest request);

    /** Something changed in the rows: look. */
    @SignalMethod
    void nudge();
}
