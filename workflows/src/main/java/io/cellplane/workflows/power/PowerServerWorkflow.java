package io.cellplane.workflows.power;

import io.cellplane.contracts.host.Power;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.temporal.flow.Ended;
import io.cellplane.temporal.flow.OperationRequest;
import io.cellplane.temporal.flow.PowerServer;
import io.cellplane.temporal.step.Hosts;
import io.cellplane.temporal.step.Hosts.Powered;
import io.cellplane.temporal.step.Lane;
import io.cellplane.temporal.step.Lane.Held;
import io.cellplane.temporal.step.Lane.Place;
import io.cellplane.temporal.step.Records;
import io.cellplane.workflows.step.Phases;
import io.cellplane.workflows.step.Reasons;
import io.cellplane.workflows.step.Steps;
import io.cellplane.workflows.step.Successor;
import io.cellplane.workflows.step.Undo;
import java.util.List;
import java.util.Objects;

/** Begin, tell the host, show it: three activities. What the host did stays; who makes way only calls it off. */
public final class PowerServerWorkflow implements PowerServer {
    private final OperationRequest request;
    private final Power power;
    private final Steps steps;
    private final Successor successor;
    private final Phases phases = new Phases();
    private final Undo undo = new Undo();

    public PowerServerWorkflow(OperationRequest request, Steps steps) {
        this.request = request;
        this.power = Objects.requireNonNull(request.kind().power());
        this.steps = steps;
        this.successor = new Successor(request, steps);
    }

    @Override
    public void nudge() {
        steps.nudge();
    }

    @Override
    public Ended run(OperationRequest again) {
        return successor.ends(this::power, undo, phases);
    }

    private Ended power() {
        phases.now("beginning");
        Held held = steps.control(Lane.class, "begin").begin(request.operation(), request.server());
        if (!held.begun()) {
            phases.now("it was taken back, or is over");
            return Ended.NOTHING;
        }
        Place place = held.places().getFirst();
        phases.now(request.kind().token() + " on " + place.host());
        StepResult<Powered> answer = successor.orStop(() -> tell(place, held));
        return end(place, held.generation(), answer);
    }

    private StepResult<Powered> tell(Place place, Held held) {
        String cell = place.cell();
        String host = place.host();
        Step step = steps.step(StepName.POWER, 1);
        // A host that is silent then hears of it from the successor.
        undo.with("call it off on " + host, () -> {
            boolean _ = steps.cleaned(
                    cell,
                    "call it off on " + host,
                    hosts -> hosts.unchange(steps.cleaning(cell, host, held.generation(), held.placing(), step)));
        });
        return steps.hosts(cell, Hosts.class, request.kind().token() + " on " + host)
                .change(steps.on(cell, host, held.generation(), held.placing(), step), power);
    }

    private Ended end(Place place, long generation, StepResult<Powered> answer) {
        Powered powered = answer.isDone() ? answer.outcome() : null;
        String vmState = powered == null || !power.changesState()
                ? null
                : PowerState.of(powered.powerState()).vmState();
        phases.now(powered == null ? "refused: " + answer.message() : "showing what became of it");
        Records.Ending ending = new Records.Ending(
                steps.step(StepName.END, 1),
                request.operation(),
                request.server(),
                place.cell(),
                generation,
                place.host(),
                vmState,
                powered == null ? null : powered.powerState(),
                powered == null ? Reasons.of(answer) : null,
                List.of());
        StepResult<Records.Landed> ended = successor.last(
                () -> steps.cell(place.cell(), Records.class, "show it").end(ending));
        if (Reasons.isFenced(ended)) {
            return Ended.NOTHING;
        }
        return powered == null ? Ended.FAILED : Ended.DONE;
    }
}
