package io.cellplane.temporal.flow;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Removes a server from wherever it is, whatever state it is in. */
@WorkflowInterface
public interface DeleteServer {

    @WorkflowMethod
    Ended run(OperationRequest request);

    /** Something changed in the rows: look. */
    @SignalMethod
    void nudge();
}
