package io.cellplane.workflows.move;

import io.cellplane.contracts.operation.ActionEvent;
import io.cellplane.contracts.operation.Owed;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.temporal.flow.ConfirmResize;
import io.cellplane.temporal.flow.Ended;
import io.cellplane.temporal.flow.OperationRequest;
import io.cellplane.temporal.step.Hosts.HostStep;
import io.cellplane.temporal.step.MoveRecords;
import io.cellplane.temporal.step.Moves.WayBack;
import io.cellplane.temporal.step.Moving;
import io.cellplane.temporal.step.Placed;
import io.cellplane.temporal.step.Ports;
import io.cellplane.temporal.step.Records;
import io.cellplane.workflows.step.EventLog;
import io.cellplane.workflows.step.Phases;
import io.cellplane.workflows.step.Steps;
import io.cellplane.workflows.step.Successor;
import io.cellplane.workflows.step.Undo;
import java.util.ArrayList;
import java.util.List;

/**
 * Begin, discard, unbind, show: four activities, and only forward. What does not answer at the source becomes a debt, which
 * names what is kept: it may be paid where the server lives by then.
 */
public final class ConfirmResizeWorkflow implements ConfirmResize {
    private final OperationRequest request;
    private final Steps steps;
    private final Successor successor;
    private final Phases phases = new Phases();

    public ConfirmResizeWorkflow(OperationRequest request, Steps steps) {
        this.request = request;
        this.steps = steps;
        this.successor = new Successor(request, steps);
    }

    @Override
    public Ended run(OperationRequest again) {
        return successor.ends(() -> Decided.begin(request, steps, phases, this::confirm), new Undo(), phases);
    }

    private Ended confirm(WayBack way) {
        Moving moving = way.moving();
        EventLog events = new EventLog();
        List<Owed> owed = clean(request, steps, phases, events, way);
        events.succeed();
        phases.now("showing it confirmed");
        StepResult<Records.Landed> shown = successor.last(() -> steps.cell(
                        moving.to().cell(), MoveRecords.class, "show it confirmed")
                .confirmed(
                        steps.step(StepName.CONFIRMED, 1), way.move(), moving, request.server(), owed, events.all()));
        phases.now(shown.isDone() ? "confirmed" : "taken over by a repair");
        return shown.isDone() ? Ended.DONE : Ended.NOTHING;
    }

    /** Rids the source of what it keeps; what does not answer in time is owed. */
    public static List<Owed> clean(OperationRequest request, Steps steps, Phases phases, EventLog events, WayBack way) {
        Moving moving = way.moving();
        Placed from = moving.from();
        List<Owed> owed = new ArrayList<>();
        events.next(moving.isAcrossCells() ? ActionEvent.CONFIRM_AT_SOURCE : ActionEvent.CONFIRM, 1, from.host());
        phases.now("discarding what " + from.host() + " keeps");
        HostStep discard = steps.cleaning(from, steps.step(StepName.DISCARD, 1));
        if (!steps.cleaned(from.cell(), "discard on " + from.host(), source -> source.discard(discard, way.move()))) {
            phases.now("nobody answers on " + from.host() + ": what it keeps becomes a debt");
            events.fail("nobody answered: what " + from.host() + " keeps is owed");
            owed.add(Owed.discard(from.cell(), from.host(), from.generation(), way.move(), way.attempt()));
        }
        phases.now("unbinding the ports from " + from.host());
        steps.control(Ports.class, "drop the other bindings")
                .dropBindings(request.server(), moving.to().host());
        if (moving.isAcrossCells()) {
            new LostCopy(from.cell(), from.generation()).erase(request.server(), steps, phases, owed);
        }
        return owed;
    }

    @Override
    public void nudge() {
        steps.nudge();
    }
}
