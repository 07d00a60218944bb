package io.cellplane.workflows;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.operations.Ended;
import io.cellplane.operations.MoveRecords;
import io.cellplane.operations.Moves;
import io.cellplane.operations.Moves.Course;
import io.cellplane.operations.Moves.Tried;
import io.cellplane.operations.OperationRequest;
import io.cellplane.operations.Records;
import io.temporal.workflow.Workflow;

/** Ends a move whose workflow is gone: what has arrived is shown, anything else is undone, whatever of it was done. */
final class MoveRepair {
    private final OperationRequest request;
    private final Steps steps;
    private final Phases phases;

    MoveRepair(OperationRequest request, Steps steps, Phases phases) {
        this.request = request;
        this.steps = steps;
        this.phases = phases;
    }

    Ended run() {
        Moves moves = steps.control(Moves.class, "fence off and read how far it came");
        Course course = moves.fence(request.operation(), request.server());
        if (!course.isOpen()) {
            phases.now("there is nothing to repair");
            return Ended.NOTHING;
        }
        if (course.hasArrived()) {
            return show(course.tried().getLast());
        }
        for (Tried tried : course.tried().reversed()) {
            phases.now("undoing attempt " + tried.attempt() + " to "
                    + tried.moving().to().host());
            new MoveInCell(request, steps, phases, tried.attempt(), tried.moving()).undo();
            steps.control(Moves.class, "hold what it held before")
                    .unaim(steps.step("aim", tried.attempt()), request.server());
        }
        phases.now("showing it as it was");
        steps.cell(course.cell(), Records.class, "show that it could not be done")
                .end(new Records.Ending(
                        new Step(Workflow.randomUUID(), "repaired", 1),
                        request.operation(),
                        request.server(),
                        course.cell(),
                        course.generation(),
                        null,
                        null,
                        null,
                        new Records.Failed(Failure.REPAIRED.type(), Failure.REPAIRED.text(), "")));
        return Ended.FAILED;
    }

    private Ended show(Tried arrived) {
        phases.now("it has arrived: showing it in VERIFY_RESIZE");
        PowerState power = arrived.moving().wasRunning() ? PowerState.RUNNING : PowerState.SHUTDOWN;
        steps.cell(arrived.moving().to().cell(), MoveRecords.class, "show it resized")
                .resized(steps.step("resized", arrived.attempt()), arrived.moving(), request.server(), power.code());
        return Ended.DONE;
    }
}
