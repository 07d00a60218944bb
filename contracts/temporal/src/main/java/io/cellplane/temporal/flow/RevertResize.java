package io.cellplane.temporal.flow;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Takes the way back of a resize: the server is what and where it was before. */
@WorkflowInterface
public interface RevertResize {

    @WorkflowMethod
    Ended run(OperationRequest request);

    /** Something changed in the rows: look. */
    @SignalMethod
    void nudge();
}
