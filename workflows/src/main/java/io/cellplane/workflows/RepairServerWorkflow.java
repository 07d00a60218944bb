package io.cellplane.workflows;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.Step;
import io.cellplane.operations.Ended;
import io.cellplane.operations.Hosts;
import io.cellplane.operations.Lane;
import io.cellplane.operations.Lane.Held;
import io.cellplane.operations.Lane.Place;
import io.cellplane.operations.OperationRequest;
import io.cellplane.operations.Placement;
import io.cellplane.operations.Ports;
import io.cellplane.operations.Records;
import io.cellplane.operations.RepairServer;
import io.temporal.workflow.Workflow;
import java.util.UUID;

/** Fence, read what is held, converge: it needs no history of the operation that it ends. */
public final class RepairServerWorkflow implements RepairServer {

    @Override
    public Ended run(OperationRequest request) {
        Steps steps = new Steps(request);
        Lane lane = steps.control(Lane.class, "fence off and read what is held");
        return switch (request.kind()) {
            case BOOT -> boot(request, steps, lane);
            case DELETE -> delete(request, lane);
        };
    }

    private static Ended delete(OperationRequest request, Lane lane) {
        Held held = lane.begin(request.operation(), request.server());
        if (!held.begun()) {
            return Ended.NOTHING;
        }
        // A round of its own: what the lost workflow's last command did or did not do is not known here.
        new Removal(request).run(held, 2);
        return Ended.DONE;
    }

    private static Ended boot(OperationRequest request, Steps steps, Lane lane) {
        Held held = lane.fence(request.operation(), request.server());
        if (!held.begun()) {
            return Ended.NOTHING;
        }
        if (held.active()) {
            lane.makeWay(request.operation());
            return Ended.DONE;
        }
        UUID repair = Workflow.randomUUID();
        for (Place place : held.places()) {
            steps.hosts(place.cell(), Hosts.class, "fence off and destroy on " + place.host())
                    .clear(
                            steps.on(place.cell(), place.host(), held.generation(), new Step(repair, "destroy", 1)),
                            request.operation());
        }
        steps.control(Ports.class, "release the ports").releaseAll(request.server());
        for (int attempt = 1; attempt <= request.maxAttempts(); attempt++) {
            steps.control(Placement.class, "give claim " + attempt + " back")
                    .unplace(steps.step("place", attempt), request.server());
        }
        String cell = held.cell() == null ? "cell0" : held.cell();
        steps.cell(cell, Records.class, "show it in error")
                .fail(
                        new Step(repair, "fail", 1),
                        request.operation(),
                        cell,
                        request.server(),
                        new Records.Failed(Failure.REPAIRED.type(), Failure.REPAIRED.text(), ""));
        return Ended.FAILED;
    }
}
