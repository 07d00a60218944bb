package io.cellplane.workflows;

import io.cellplane.operations.Ended;
import io.cellplane.operations.Moves;
import io.cellplane.operations.Moves.Ending;
import io.cellplane.operations.Moving;
import io.cellplane.operations.OperationRequest;
import io.temporal.workflow.Functions;

/** A move at VERIFY_RESIZE whose end was decided, by a confirm or by a revert: one of them begins. */
record Decided(OperationRequest request, Steps steps, Phases phases, Ending ending) {

    /** @param end what is to be done by the one that won */
    static Ended begin(OperationRequest request, Steps steps, Functions.Func1<Decided, Ended> end) {
        Phases phases = new Phases();
        phases.now("beginning");
        Ending ending = steps.control(Moves.class, "begin").begin(request.operation(), request.server());
        if (!ending.begun()) {
            phases.now("somebody else ends this move");
            return Ended.NOTHING;
        }
        return end.apply(new Decided(request, steps, phases, ending));
    }

    Moving moving() {
        return ending.moving();
    }
}
