package io.cellplane.workflows.move;

import io.cellplane.contracts.operation.ActionEvent;
import io.cellplane.contracts.operation.Owed;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.temporal.flow.ConfirmResize;
import io.cellplane.temporal.flow.Ended;
import io.cellplane.temporal.flow.OperationRequest;
import io.cellplane.temporal.step.Hosts;
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
import java.util.ArrayList;
import java.util.List;

/** Begin, discard, unbind, show: four activities, and only forward. What does not answer at the source becomes a debt. */
public final class ConfirmResizeWorkflow implements ConfirmResize {
    private final OperationRequest request;
    private final Steps steps;

    public ConfirmResizeWorkflow(OperationRequest request, Steps steps) {
        this.request = request;
        this.steps = steps;
    }

    @Override
    public Ended run(OperationRequest again) {
        return Decided.begin(request, steps, ConfirmResizeWorkflow::confirm);
    }

    private static Ended confirm(Decided decided) {
        OperationRequest request = decided.request();
        Steps steps = decided.steps();
        Phases phases = decided.phases();
        WayBack way = decided.way();
        Moving moving = decided.moving();
        EventLog events = new EventLog();
        List<Owed> owed = clean(request, steps, phases, events, way);
        events.succeed();
        phases.now("showing it confirmed");
        StepResult<Records.Landed> shown = steps.cell(moving.to().cell(), MoveRecords.class, "show it confirmed")
                .confirmed(steps.step(StepName.CONFIRMED, 1), way.move(), moving, request.server(), owed, events.all());
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
        Hosts source = steps.hosts(from.cell(), Hosts.class, "discard on " + from.host());
        HostStep discard = steps.cleaning(from.cell(), from.host(), from.generation(), steps.step(StepName.DISCARD, 1));
        if (moving.isSameHost()) {
            steps.until(() -> source.discard(discard, way.move()));
        } else if (!source.discard(discard, way.move())) {
            phases.now("nobody answers on " + from.host() + ": what it keeps becomes a debt");
            events.fail("nobody answered: what " + from.host() + " keeps is owed");
            owed.add(new Owed(from.cell(), from.host(), from.generation()));
        }
        phases.now("unbinding the ports from " + from.host());
        steps.control(Ports.class, "drop the other bindings")
                .dropBindings(request.server(), moving.to().host());
        if (moving.isAcrossCells()) {
            new LostCopy(from.cell(), from.generation()).erase(request.server(), steps, phases, owed);
        }
        return owed;
    }

    /** What comes over it waits: it is short, and what it cleans is to be cleaned in any case. */
    @Override
    public void nudge() {}
}
