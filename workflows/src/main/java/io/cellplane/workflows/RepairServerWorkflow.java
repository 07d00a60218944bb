package io.cellplane.workflows;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.Owed;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.temporal.flow.Ended;
import io.cellplane.temporal.flow.OperationRequest;
import io.cellplane.temporal.flow.RepairServer;
import io.cellplane.temporal.step.Hosts;
import io.cellplane.temporal.step.Lane;
import io.cellplane.temporal.step.Lane.Held;
import io.cellplane.temporal.step.Lane.Place;
import io.cellplane.temporal.step.Placement;
import io.cellplane.temporal.step.Ports;
import io.cellplane.temporal.step.Records;
import io.cellplane.workflows.delete.Removal;
import io.cellplane.workflows.move.MoveRepair;
import io.cellplane.workflows.step.Phases;
import io.cellplane.workflows.step.Steps;
import io.temporal.workflow.Workflow;
import java.util.UUID;

/** Fence, read what is held, converge: it needs no history of the operation that it ends. */
final class RepairServerWorkflow implements RepairServer {
    private final OperationRequest request;
    private final Steps steps;

    RepairServerWorkflow(OperationRequest request, Steps steps) {
        this.request = request;
        this.steps = steps;
    }

    @Override
    public Ended run(OperationRequest again) {
        Phases phases = new Phases();
        phases.now("fencing off, reading what is held");
        Lane lane = steps.control(Lane.class, "fence off and read what is held");
        return switch (request.kind().repair()) {
            case FENCE -> boot(lane, phases);
            case UNDO -> new MoveRepair(request, steps, phases).run();
            case ANOTHER_ROUND -> delete(lane, phases);
            case AGAIN -> Workflows.run(request, steps);
        };
    }

    private Ended delete(Lane lane, Phases phases) {
        Held held = lane.begin(request.operation(), request.server());
        if (!held.begun()) {
            phases.now("there is nothing to repair");
            return Ended.NOTHING;
        }
        // A round of its own: what the lost workflow's last command did or did not do is not known here.
        new Removal(request, steps, phases).run(held, 2);
        return Ended.DONE;
    }

    private Ended boot(Lane lane, Phases phases) {
        Held held = lane.fence(request.operation(), request.server());
        if (!held.begun()) {
            phases.now("there is nothing to repair");
            return Ended.NOTHING;
        }
        if (held.active()) {
            phases.now("it is active");
            lane.makeWay(request.operation());
            return Ended.DONE;
        }
        UUID repair = Workflow.randomUUID();
        for (Place place : held.places()) {
            phases.now("fencing off and destroying on " + place.host());
            boolean cleared = steps.hosts(place.cell(), Hosts.class, "fence off and destroy on " + place.host())
                    .clear(
                            steps.cleaning(
                                    place.cell(), place.host(), held.generation(), StepName.DESTROY.of(repair, 1)),
                            request.operation());
            if (!cleared) {
                steps.control(Lane.class, "leave a debt")
                        .owe(request.operation(), new Owed(place.cell(), place.host(), held.generation()));
            }
        }
        phases.now("releasing ports and claims");
        steps.control(Ports.class, "release the ports").releaseAll(request.server());
        for (int attempt = 1; attempt <= held.attempts(); attempt++) {
            steps.control(Placement.class, "give claim " + attempt + " back")
                    .unplace(steps.step(StepName.PLACE, attempt), request.server());
        }
        String cell = held.cell() == null ? "cell0" : held.cell();
        phases.now("showing it in error");
        steps.cell(cell, Records.class, "show it in error")
                .fail(
                        StepName.FAIL.of(repair, 1),
                        request.operation(),
                        cell,
                        request.server(),
                        new Records.Failed(Failure.REPAIRED.type(), Failure.REPAIRED.text(), ""));
        return Ended.FAILED;
    }
}
