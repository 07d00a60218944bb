package io.cellplane.temporal.flow;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Makes a server that has been accepted: ACTIVE, or ERROR with its fault, or out of the way of a delete. */
@WorkflowInterface
public interface BootServer {

    @WorkflowMethod
    Ended run(OperationRequest request);

    /** Something changed in the rows: look. */
    @SignalMethod
    void nudge();
}
