package io.cellplane.workflows.move;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.contracts.server.VmState;
import io.cellplane.temporal.flow.Ended;
import io.cellplane.temporal.flow.OperationRequest;
import io.cellplane.temporal.step.CellFences;
import io.cellplane.temporal.step.MoveRecords;
import io.cellplane.temporal.step.Moves;
import io.cellplane.temporal.step.Moves.Reached;
import io.cellplane.temporal.step.Moves.Tried;
import io.cellplane.temporal.step.Moving;
import io.cellplane.temporal.step.Records;
import io.cellplane.workflows.step.EventLog;
import io.cellplane.workflows.step.Phases;
import io.cellplane.workflows.step.Steps;
import io.cellplane.workflows.step.Successor;
import io.cellplane.workflows.step.Undo;
import io.temporal.workflow.Workflow;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Ends a move whose workflow is gone: what has arrived is shown, anything else is undone, whatever of it was done. */
public final class MoveRepair {
    private final OperationRequest request;
    private final Steps steps;
    private final Phases phases;
    private final Successor successor;
    private boolean stranded;

    private MoveRepair(OperationRequest request, Steps steps, Phases phases) {
        this.request = request;
        this.steps = steps;
        this.phases = phases;
        this.successor = new Successor(request, steps);
    }

    public static Ended run(OperationRequest request, Steps steps, Phases phases) {
        MoveRepair repair = new MoveRepair(request, steps, phases);
        return repair.successor.ends(repair::run, new Undo(), phases);
    }

    private Ended run() {
        Reached reached = successor.last(() -> steps.control(Moves.class, "fence off and read how far it came")
                .fence(request.operation(), request.server()));
        if (!reached.isOpen()) {
            phases.now("there is nothing to repair");
            return Ended.NOTHING;
        }
        if (reached.hasArrived() || reached.isCutOver()) {
            return show(reached.tried().getLast());
        }
        Set<String> touched = new LinkedHashSet<>(Set.of(reached.cell()));
        reached.tried().forEach(tried -> touched.add(tried.moving().to().cell()));
        touched.forEach(this::fence);
        for (Tried tried : reached.tried().reversed()) {
            phases.now("undoing attempt " + tried.attempt() + " to "
                    + tried.moving().to().host());
            undo(tried);
            steps.control(Moves.class, "hold what it held before")
                    .unaim(steps.step(StepName.AIM, tried.attempt()), request.server());
        }
        phases.now(stranded ? "showing it in error" : "showing it as it was");
        Records.Ending ending = new Records.Ending(
                StepName.REPAIRED.of(Workflow.randomUUID(), 1),
                request.operation(),
                request.server(),
                reached.cell(),
                reached.generation(),
                null,
                stranded ? VmState.ERROR : null,
                stranded ? PowerState.NOSTATE.code() : null,
                new Records.Failed(Failure.REPAIRED.type(), Failure.REPAIRED.text(), ""),
                List.of());
        successor.last(() -> steps.cell(reached.cell(), Records.class, "show that it could not be done")
                .end(ending));
        return Ended.FAILED;
    }

    private void fence(String cell) {
        phases.now("fencing off in " + cell);
        boolean _ = successor.last(() -> steps.control(cell, CellFences.class, "fence off in " + cell)
                .fence(request.operation(), cell, request.server()));
    }

    private void undo(Tried tried) {
        EventLog events = new EventLog();
        Departure departure = departure(tried, events);
        if (tried.moving().isAcrossCells()) {
            new MoveAcrossCells(request, steps, successor, phases, events, departure).undo();
        } else {
            new MoveInCell(request, steps, successor, phases, events, departure).undo();
        }
        stranded |= departure.isStranded();
    }

    private Departure departure(Tried tried, EventLog events) {
        return new Departure(request, steps, successor, phases, events, tried.attempt(), tried.moving());
    }

    private Ended show(Tried arrived) {
        Moving moving = arrived.moving();
        EventLog events = new EventLog();
        MoveAcrossCells across = moving.isAcrossCells()
                ? new MoveAcrossCells(request, steps, successor, phases, events, departure(arrived, events))
                : null;
        if (across != null) {
            phases.now("it counts in " + moving.to().cell() + ": going on");
            across.goOn();
        }
        phases.now("it has arrived: showing it in VERIFY_RESIZE");
        PowerState power = moving.wasRunning() ? PowerState.RUNNING : PowerState.SHUTDOWN;
        Step step = StepName.RESIZED.of(Workflow.randomUUID(), 1);
        successor.last(() -> steps.cell(moving.to().cell(), MoveRecords.class, "show it resized")
                .resized(step, request.operation(), moving, request.server(), power.code(), List.of()));
        if (across != null) {
            across.clean();
        }
        return Ended.DONE;
    }
}
