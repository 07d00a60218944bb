package io.cellplane.workflows;

import io.cellplane.operations.Hosts;
import io.cellplane.operations.Lane;
import io.cellplane.operations.Lane.Held;
import io.cellplane.operations.Lane.Place;
import io.cellplane.operations.OperationRequest;
import io.cellplane.operations.Ports;
import io.cellplane.operations.Records;

/** Takes a server away from wherever it is. Only forward: there is nothing to undo in a removal. */
final class Removal {
    private final OperationRequest request;
    private final Phases phases;
    private final Steps steps;

    Removal(OperationRequest request, Phases phases) {
        this.request = request;
        this.phases = phases;
        this.steps = new Steps(request);
    }

    /** @param round tells the commands of a repeated removal from those before */
    void run(Held held, int round) {
        for (Place place : held.places()) {
            phases.now("destroying on " + place.host());
            steps.hosts(place.cell(), Hosts.class, "destroy on " + place.host())
                    .destroy(steps.on(place.cell(), place.host(), held.generation(), steps.step("destroy", round)));
        }
        phases.now("releasing ports");
        steps.control(Ports.class, "release the ports").releaseAll(request.server());
        phases.now("removing the record");
        String cell = held.cell();
        if (cell == null) {
            steps.control(Lane.class, "remove the request").gone(request.operation(), request.server());
        } else {
            steps.cell(cell, Records.class, "remove the record").remove(request.operation(), cell, request.server());
        }
        phases.now("gone");
    }
}
