package io.cellplane.temporal.flow;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Shows a server in the state that an administrator says it is in. */
@WorkflowInterface
public interface ResetServer {

    @WorkflowMethod
    Ended run(OperationRequest request);

    /** Something changed in the rows: look. */
    @SignalMethod
    void nudge();
}
