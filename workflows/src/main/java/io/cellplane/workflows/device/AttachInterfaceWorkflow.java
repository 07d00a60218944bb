package io.cellplane.workflows.device;

import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.temporal.flow.AttachInterface;
import io.cellplane.temporal.flow.Ended;
import io.cellplane.temporal.flow.OperationRequest;
import io.cellplane.temporal.step.Hosts.Plugged;
import io.cellplane.temporal.step.Lane;
import io.cellplane.temporal.step.Lane.Held;
import io.cellplane.temporal.step.Ports;
import io.cellplane.temporal.step.Ports.Bound;
import io.cellplane.temporal.step.Records;
import io.cellplane.workflows.device.Attaching.Told;
import io.cellplane.workflows.step.Phases;
import io.cellplane.workflows.step.Reasons;
import io.cellplane.workflows.step.Steps;
import io.cellplane.workflows.step.Successor;
import io.cellplane.workflows.step.Undo;

/** Begin, make or take the port, plug it, show it: four activities. What is refused leaves no port, and no card. */
public final class AttachInterfaceWorkflow implements AttachInterface {
    private final OperationRequest request;
    private final Steps steps;
    private final Successor successor;
    private final Phases phases = new Phases();
    private final Undo undo = new Undo();

    public AttachInterfaceWorkflow(OperationRequest request, Steps steps) {
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
        return successor.ends(this::attach, undo, phases);
    }

    private Ended attach() {
        phases.now("beginning");
        Held held = steps.control(Lane.class, "begin").begin(request.operation(), request.server());
        if (!held.begun()) {
            phases.now("it was taken back, or is over");
            return Ended.NOTHING;
        }
        Attaching here = new Attaching(request, steps, successor, phases, held);
        StepResult<Bound> bound = port(here);
        Bound ports = bound.outcome();
        if (!bound.isDone() || ports == null) {
            return fail(here, bound);
        }
        BoundPort card = ports.ports().getFirst();
        Told told = plug(here, card);
        if (told.how() == Successor.Wait.SUCCEEDED) {
            successor.orMakeWay();
        }
        StepResult<Plugged> plugged = told.answer();
        if (!plugged.isDone()) {
            return fail(here, plugged);
        }
        undo.forget(); // the guest has it: from here it is only shown
        phases.now("showing it");
        StepResult<Records.Landed> shown = here.shows(records -> records.attached(here.ending(null), card));
        return Reasons.isFenced(shown) ? Ended.NOTHING : Ended.DONE;
    }

    private StepResult<Bound> port(Attaching here) {
        phases.now("making its port");
        Step step = steps.step(StepName.ATTACH, 1);
        undo.with(
                "give the port back",
                () -> steps.control(Ports.class, "give the port back").release(step, request.server()));
        return successor.unless(() -> steps.control(Ports.class, "make its port, bound to " + here.place.host())
                .attach(step, request.server(), here.place.host()));
    }

    private Told plug(Attaching here, BoundPort card) {
        Step step = steps.step(StepName.PLUG, 1);
        String host = here.place.host();
        undo.with("unplug it on " + host, () -> {
            boolean _ = steps.cleaned(
                    here.place.cell(),
                    "unplug it on " + host,
                    hosts -> hosts.unplugged(
                            here.cleaning(steps.step(StepName.UNPLUG, 1)), here.cleaning(step), card.portId()));
        });
        return here.tell("plug", hosts -> hosts.plug(here.on(step), card));
    }

    private Ended fail(Attaching here, StepResult<?> answer) {
        phases.now("undoing: " + answer.message());
        undo.run();
        return Reasons.isFenced(here.fails(answer)) ? Ended.NOTHING : Ended.FAILED;
    }
}
