package io.cellplane.workflows.delete;

import io.cellplane.contracts.operation.Owed;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.temporal.flow.OperationRequest;
import io.cellplane.temporal.step.Lane;
import io.cellplane.temporal.step.Lane.Held;
import io.cellplane.temporal.step.Lane.Place;
import io.cellplane.temporal.step.Ports;
import io.cellplane.temporal.step.Records;
import io.cellplane.workflows.move.LostCopy;
import io.cellplane.workflows.step.Phases;
import io.cellplane.workflows.step.Steps;
import io.temporal.failure.ActivityFailure;
import java.util.ArrayList;
import java.util.List;

/** Takes a server away from wherever it is. Only forward: there is nothing to undo in a removal. */
final class Removal {
    private final OperationRequest request;
    private final Steps steps;
    private final Phases phases;

    Removal(OperationRequest request, Steps steps, Phases phases) {
        this.request = request;
        this.steps = steps;
        this.phases = phases;
    }

    /** @param round tells the commands of a repeated removal from those before */
    void run(Held held, int round) {
        List<Owed> owed = new ArrayList<>();
        for (Place place : held.places()) {
            phases.now("destroying on " + place.host());
            boolean destroyed = steps.cleaned(
                    place.cell(),
                    "destroy on " + place.host(),
                    hosts -> hosts.destroy(steps.cleaning(
                            place.cell(),
                            place.host(),
                            held.generation(),
                            held.placing(),
                            steps.step(StepName.DESTROY, round))));
            if (!destroyed) {
                phases.now("nobody answers on " + place.host() + ": its guest becomes a debt");
                owed.add(Owed.guest(place.cell(), place.host(), held.generation(), held.placing()));
            }
        }
        phases.now("releasing ports");
        steps.control(Ports.class, "release the ports").releaseAll(request.server());
        for (Lane.Copy copy : held.copies()) {
            if (copy.generation() >= held.generation()) {
                // While there is a server, it could still come to count.
                owed.add(Owed.record(copy.cell(), copy.generation()));
            } else {
                new LostCopy(copy.cell(), copy.generation()).erase(request.server(), steps, phases, owed);
            }
        }
        phases.now("removing the record");
        String cell = held.cell();
        if (cell == null || !removed(cell, owed)) {
            if (cell != null) {
                phases.now(cell + " does not answer: its record becomes a debt");
                owed.add(Owed.record(cell, held.generation()));
            }
            steps.control(Lane.class, "close the delete").gone(request.operation(), request.server(), owed);
        }
        phases.now("gone");
    }

    private boolean removed(String cell, List<Owed> owed) {
        try {
            steps.cellOrDebt(cell, Records.class, "remove the record")
                    .remove(request.operation(), cell, request.server(), owed);
            return true;
        } catch (ActivityFailure away) {
            return false;
        }
    }
}
