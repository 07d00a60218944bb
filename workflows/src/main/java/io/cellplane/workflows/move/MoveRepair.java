package io.cellplane.workflows.move;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.temporal.flow.Ended;
import io.cellplane.temporal.flow.OperationRequest;
import io.cellplane.temporal.step.MoveRecords;
import io.cellplane.temporal.step.Moves;
import io.cellplane.temporal.step.Moves.Reached;
import io.cellplane.temporal.step.Moves.Tried;
import io.cellplane.temporal.step.Moving;
import io.cellplane.temporal.step.Records;
import io.cellplane.workflows.step.EventLog;
import io.cellplane.workflows.step.Phases;
import io.cellplane.workflows.step.Steps;
import io.temporal.workflow.Workflow;
import java.util.List;

/** Ends a move whose workflow is gone: what has arrived is shown, anything else is undone, whatever of it was done. */
public final class MoveRepair {
    private final OperationRequest request;
    private final Steps steps;
    private final Phases phases;

    private MoveRepair(OperationRequest request, Steps steps, Phases phases) {
        this.request = request;
        this.steps = steps;
        this.phases = phases;
    }

    public static Ended run(OperationRequest request, Steps steps, Phases phases) {
        return new MoveRepair(request, steps, phases).run();
    }

    private Ended run() {
        Reached reached = steps.control(Moves.class, "fence off and read how far it came")
                .fence(request.operation(), request.server());
        if (!reached.isOpen()) {
            phases.now("there is nothing to repair");
            return Ended.NOTHING;
        }
        if (reached.hasArrived() || reached.isCutOver()) {
            return show(reached.tried().getLast());
        }
        for (Tried tried : reached.tried().reversed()) {
            phases.now("undoing attempt " + tried.attempt() + " to "
                    + tried.moving().to().host());
            undo(tried);
            steps.control(Moves.class, "hold what it held before")
                    .unaim(steps.step(StepName.AIM, tried.attempt()), request.server());
        }
        phases.now("showing it as it was");
        steps.cell(reached.cell(), Records.class, "show that it could not be done")
                .end(new Records.Ending(
                        StepName.REPAIRED.of(Workflow.randomUUID(), 1),
                        request.operation(),
                        request.server(),
                        reached.cell(),
                        reached.generation(),
                        null,
                        null,
                        null,
                        new Records.Failed(Failure.REPAIRED.type(), Failure.REPAIRED.text(), ""),
                        List.of()));
        return Ended.FAILED;
    }

    private void undo(Tried tried) {
        Moving moving = tried.moving();
        if (moving.isAcrossCells()) {
            new MoveAcrossCells(request, steps, phases, new EventLog(), tried.attempt(), moving).undo();
        } else {
            new MoveInCell(request, steps, phases, new EventLog(), tried.attempt(), moving).undo();
        }
    }

    private Ended show(Tried arrived) {
        Moving moving = arrived.moving();
        MoveAcrossCells across = moving.isAcrossCells()
                ? new MoveAcrossCells(request, steps, phases, new EventLog(), arrived.attempt(), moving)
                : null;
        if (across != null) {
            phases.now("it counts in " + moving.to().cell() + ": going on");
            across.goOn();
        }
        phases.now("it has arrived: showing it in VERIFY_RESIZE");
        PowerState power = moving.wasRunning() ? PowerState.RUNNING : PowerState.SHUTDOWN;
        steps.cell(moving.to().cell(), MoveRecords.class, "show it resized")
                .resized(
                        StepName.RESIZED.of(Workflow.randomUUID(), 1),
                        request.operation(),
                        moving,
                        request.server(),
                        power.code(),
                        List.of());
        if (across != null) {
            across.clean();
        }
        return Ended.DONE;
    }
}
