package io.cellplane.workflows.device;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.temporal.flow.DetachInterface;
import io.cellplane.temporal.flow.Ended;
import io.cellplane.temporal.flow.OperationRequest;
import io.cellplane.temporal.step.Lane;
import io.cellplane.temporal.step.Lane.Held;
import io.cellplane.temporal.step.Ports;
import io.cellplane.temporal.step.Records;
import io.cellplane.workflows.device.Attaching.Told;
import io.cellplane.workflows.step.Phases;
import io.cellplane.workflows.step.Reasons;
import io.cellplane.workflows.step.Steps;
import io.cellplane.workflows.step.Successor;
import io.cellplane.workflows.step.Undo;
import java.util.UUID;

/**
 * Begin, unplug, give the port back, show it: four activities. Only what the host refuses stops it: it may have unplugged the
 * card without saying so, and a port whose card is gone is nobody's.
 */
public final class DetachInterfaceWorkflow implements DetachInterface {
    private final OperationRequest request;
    private final Steps steps;
    private final Successor successor;
    private final Phases phases = new Phases();

    public DetachInterfaceWorkflow(OperationRequest request, Steps steps) {
        this.request = request;
        this.steps = steps;
        this.successor = new Successor(request, steps);
    }

    @Override
    public void nudge() {
        steps.nudge();
    }

    @Override
    public Ended run(OperationRequest again) {
        return successor.ends(this::detach, new Undo(), phases);
    }

    private Ended detach() {
        phases.now("beginning");
        Held held = steps.control(Lane.class, "begin").begin(request.operation(), request.server());
        if (!held.begun()) {
            phases.now("it was taken back, or is over");
            return Ended.NOTHING;
        }
        Attaching here = new Attaching(request, steps, successor, phases, held);
        UUID port = held.device();
        if (port == null) {
            StepResult<?> none = StepResult.refused(Failure.SERVER_PORT_NOT_FOUND, "The request names no port.");
            return Reasons.isFenced(here.fails(none)) ? Ended.NOTHING : Ended.FAILED;
        }
        Told told = here.tell("unplug", hosts -> hosts.unplug(here.on(steps.step(StepName.UNPLUG, 1)), port));
        StepResult<?> answer = told.answer();
        if (!answer.isDone() && told.how() == Successor.Wait.OVER) {
            return Reasons.isFenced(here.fails(answer)) ? Ended.NOTHING : Ended.FAILED;
        }
        phases.now("giving its port back");
        successor.last(() -> steps.control(Ports.class, "give its port back")
                .detach(steps.step(StepName.DETACH, 1), request.server(), port));
        phases.now("showing it");
        StepResult<Records.Landed> shown = here.shows(records -> records.detached(here.ending(null), port));
        return Reasons.isFenced(shown) ? Ended.NOTHING : Ended.DONE;
    }
}
