package io.cellplane.workflows.boot;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.Owed;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.temporal.flow.Ended;
import io.cellplane.temporal.flow.OperationRequest;
import io.cellplane.temporal.step.CellFences;
import io.cellplane.temporal.step.CellMoves;
import io.cellplane.temporal.step.Lane;
import io.cellplane.temporal.step.Lane.Held;
import io.cellplane.temporal.step.Lane.Place;
import io.cellplane.temporal.step.Placement;
import io.cellplane.temporal.step.Ports;
import io.cellplane.temporal.step.Records;
import io.cellplane.workflows.step.Phases;
import io.cellplane.workflows.step.Steps;
import io.cellplane.workflows.step.Successor;
import io.cellplane.workflows.step.Undo;
import io.temporal.workflow.Workflow;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

/** Ends a boot whose workflow is gone: what has become active stays, anything else is given back and shown in error. */
public final class BootRepair {
    private final OperationRequest request;
    private final Steps steps;
    private final Phases phases;
    private final Held held;
    private final UUID repair = Workflow.randomUUID();

    private BootRepair(OperationRequest request, Steps steps, Phases phases, Held held) {
        this.request = request;
        this.steps = steps;
        this.phases = phases;
        this.held = held;
    }

    public static Ended run(OperationRequest request, Steps steps, Phases phases) {
        Successor successor = new Successor(request, steps);
        return successor.ends(() -> run(request, steps, phases, successor), new Undo(), phases);
    }

    private static Ended run(OperationRequest request, Steps steps, Phases phases, Successor successor) {
        Lane lane = steps.control(Lane.class, "fence off and read what is held");
        Held found = successor.last(() -> lane.fence(request.operation(), request.server()));
        if (!found.begun()) {
            phases.now("there is nothing to repair");
            return Ended.NOTHING;
        }
        boolean active = fence(found, request, steps, phases, successor);
        if (active) {
            phases.now("it is active");
            lane.makeWay(request.operation());
            return Ended.DONE;
        }
        Held held = lane.fence(request.operation(), request.server());
        return new BootRepair(request, steps, phases, held).giveBack(successor);
    }

    /** In every cell that it was in, once its records are in one of them. @return whether they say that the server is up */
    private static boolean fence(
            Held found, OperationRequest request, Steps steps, Phases phases, Successor successor) {
        Set<String> placed = new LinkedHashSet<>();
        found.places().forEach(place -> placed.add(place.cell()));
        if (placed.size() > 1) {
            for (String cell : placed) {
                phases.now("leaving its records in one cell, if they were brought to " + cell);
                successor.last(() -> steps.control(cell, CellMoves.class, "leave its records in one cell")
                        .settle(request.server(), cell));
            }
        }
        Set<String> touched = new LinkedHashSet<>(placed);
        if (found.cell() != null) {
            touched.add(found.cell());
        }
        touched.add(BootServerWorkflow.CELL0); // where a boot without a host goes
        boolean active = false;
        for (String cell : touched) {
            phases.now("fencing off in " + cell);
            active |= successor.last(() -> steps.control(cell, CellFences.class, "fence off in " + cell)
                    .fence(request.operation(), cell, request.server()));
        }
        return active;
    }

    private Ended giveBack(Successor successor) {
        held.places().forEach(this::clear);
        phases.now("releasing ports and claims");
        steps.control(Ports.class, "release the ports").releaseAll(request.server());
        for (int attempt = 1; attempt <= held.attempts(); attempt++) {
            steps.control(Placement.class, "give claim " + attempt + " back")
                    .unplace(steps.step(StepName.PLACE, attempt), request.server());
        }
        String cell = held.cell();
        if (cell == null) {
            cell = BootServerWorkflow.CELL0;
            oweRecords();
        }
        String there = cell;
        phases.now("showing it in error");
        successor.last(() -> steps.cell(there, Records.class, "show it in error")
                .fail(
                        StepName.FAIL.of(repair, 1),
                        request.operation(),
                        there,
                        request.server(),
                        new Records.Failed(Failure.REPAIRED.type(), Failure.REPAIRED.text(), "")));
        return Ended.FAILED;
    }

    private void clear(Place place) {
        phases.now("fencing off and destroying on " + place.host());
        boolean cleared = steps.cleaned(
                place.cell(),
                "fence off and destroy on " + place.host(),
                hosts -> hosts.clear(
                        steps.cleaning(
                                place.cell(),
                                place.host(),
                                held.generation(),
                                held.placing(),
                                StepName.DESTROY.of(repair, 1)),
                        request.operation()));
        if (!cleared) {
            owe(Owed.guest(place.cell(), place.host(), held.generation(), held.placing()));
        }
    }

    /** A boot that ended between the transactions of its landing has written a record that never came to count. */
    private void oweRecords() {
        Set<String> cells = new LinkedHashSet<>();
        held.places().forEach(place -> cells.add(place.cell()));
        for (String cell : cells) {
            phases.now("leaving as a debt what it may have written in " + cell);
            owe(Owed.record(cell, held.generation()));
        }
    }

    private void owe(Owed owed) {
        steps.control(Lane.class, "leave a debt").owe(request.operation(), owed);
    }
}
