package io.cellplane.temporal.flow;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Gives up the way back of a resize: what the source still keeps is cleaned away. */
@WorkflowInterface
public interface ConfirmResize {

    @WorkflowMethod
    Ended run(OperationRequest request);

    /** Something changed in the rows: look. */
    @SignalMethod
    void nudge();
}
