package io.cellplane.workflows.reset;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.Owed;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.temporal.flow.Ended;
import io.cellplane.temporal.flow.OperationRequest;
import io.cellplane.temporal.flow.ResetServer;
import io.cellplane.temporal.step.Lane;
import io.cellplane.temporal.step.Lane.Held;
import io.cellplane.temporal.step.MoveRecords;
import io.cellplane.temporal.step.Moves;
import io.cellplane.temporal.step.Moves.WayBack;
import io.cellplane.temporal.step.Records;
import io.cellplane.temporal.step.Records.Failed;
import io.cellplane.workflows.boot.BootServerWorkflow;
import io.cellplane.workflows.move.ConfirmResizeWorkflow;
import io.cellplane.workflows.step.Beside;
import io.cellplane.workflows.step.EventLog;
import io.cellplane.workflows.step.Phases;
import io.cellplane.workflows.step.Steps;
import io.cellplane.workflows.step.Successor;
import io.cellplane.workflows.step.Undo;
import java.util.List;

/**
 * Waits in its lane until what it comes over has made way; then the server is shown as the administrator says. A move at
 * VERIFY_RESIZE is over with it: the server stays where it is. One that was never made is in error, whatever he says.
 */
public final class ResetServerWorkflow implements ResetServer {
    private final OperationRequest request;
    private final Steps steps;
    private final Successor successor;
    private final Phases phases = new Phases();

    public ResetServerWorkflow(OperationRequest request, Steps steps) {
        this.request = request;
        this.steps = steps;
        this.successor = new Successor(request, steps);
    }

    @Override
    public Ended run(OperationRequest again) {
        return successor.ends(this::reset, new Undo(), phases);
    }

    private Ended reset() {
        phases.now("beginning");
        Held held = steps.control(Lane.class, "begin").begin(request.operation(), request.server());
        if (!held.begun()) {
            phases.now("the server is gone");
            return Ended.NOTHING;
        }
        new Beside(request, steps, successor, phases).over(held);
        String cell = held.cell();
        return cell == null ? bury() : reset(held, cell);
    }

    /** What it came over was a boot that had no record yet: it is nowhere, so it can only be shown in error. */
    private Ended bury() {
        phases.now("showing it in error: it was never made");
        Failed failed = new Failed(Failure.YIELDED.type(), Failure.YIELDED.text(), "its boot made way for a reset");
        StepResult<Records.Landed> shown =
                successor.last(() -> steps.cell(BootServerWorkflow.CELL0, Records.class, "show it in error")
                        .fail(
                                steps.step(StepName.FAIL, 1),
                                request.operation(),
                                BootServerWorkflow.CELL0,
                                request.server(),
                                failed));
        return shown.isDone() ? Ended.FAILED : Ended.NOTHING;
    }

    private Ended reset(Held held, String cell) {
        WayBack left =
                steps.control(Moves.class, "is there a move to end?").left(request.operation(), request.server());
        if (left != null) {
            List<Owed> owed = ConfirmResizeWorkflow.clean(request, steps, phases, new EventLog(), left);
            successor.last(() -> steps.cell(cell, MoveRecords.class, "end the move")
                    .confirmed(
                            steps.step(StepName.CONFIRMED, 1),
                            left.move(),
                            left.moving(),
                            request.server(),
                            owed,
                            List.of()));
        }
        phases.now("showing it");
        successor.last(() -> steps.cell(cell, Records.class, "show it as it is said to be")
                .reset(steps.step(StepName.RESET, 1), cell, held.generation(), request.server()));
        return Ended.DONE;
    }

    @Override
    public void nudge() {
        steps.nudge();
    }
}
