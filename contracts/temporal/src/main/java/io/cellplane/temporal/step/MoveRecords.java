package io.cellplane.temporal.step;

import io.cellplane.contracts.operation.ActionEvent;
import io.cellplane.contracts.operation.Owed;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.temporal.flow.TaskQueues;
import io.cellplane.temporal.step.Records.Failed;
import io.cellplane.temporal.step.Records.Landed;
import io.temporal.activity.ActivityInterface;
import java.util.List;
import java.util.UUID;

/** The record of a server that moves, in the cell where it counts. Queue {@link TaskQueues#cell(String)}. */
@ActivityInterface(namePrefix = "MoveRecords.")
public interface MoveRecords {

    /**
     * Opens the gate for confirm and revert, then shows the server in VERIFY_RESIZE at its destination.
     *
     * @param operation the move: the step's own, or the one that it repairs
     * @param events all of the operation's; none from a repair
     */
    StepResult<Landed> resized(
            Step step, UUID operation, Moving moving, UUID server, int powerState, List<ActionEvent> events);

    /**
     * Shows the server as it is for good, and closes the move with its confirm.
     *
     * @param owed what did not answer: it becomes a debt
     * @param events all of the operation's
     */
    StepResult<Landed> confirmed(
            Step step, UUID move, Moving moving, UUID server, List<Owed> owed, List<ActionEvent> events);

    /**
     * Shows the server where and what it was before, and closes the move with its revert.
     *
     * @param owed what did not answer: it becomes a debt
     * @param events all of the operation's
     */
    StepResult<Landed> reverted(
            Step step,
            UUID move,
            Moving moving,
            UUID server,
            int powerState,
            List<Owed> owed,
            List<ActionEvent> events);

    /**
     * The revert could not be: the server stays in VERIFY_RESIZE where it is, with its fault, and may be confirmed or
     * reverted again.
     *
     * @param events all of the revert's
     */
    StepResult<Landed> stays(Step step, UUID move, Moving moving, UUID server, Failed why, List<ActionEvent> events);
}
