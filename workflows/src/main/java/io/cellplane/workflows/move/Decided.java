package io.cellplane.workflows.move;

import io.cellplane.temporal.flow.Ended;
import io.cellplane.temporal.flow.OperationRequest;
import io.cellplane.temporal.step.Moves;
import io.cellplane.temporal.step.Moves.WayBack;
import io.cellplane.workflows.step.Phases;
import io.cellplane.workflows.step.Steps;
import io.temporal.workflow.Functions;

/** A move at VERIFY_RESIZE whose end was decided, by a confirm or by a revert: one of them begins. */
final class Decided {
    private Decided() {}

    /** @param end what is to be done by the one that won */
    static Ended begin(OperationRequest request, Steps steps, Phases phases, Functions.Func1<WayBack, Ended> end) {
        phases.now("beginning");
        WayBack way = steps.control(Moves.class, "begin").begin(request.operation(), request.server());
        if (!way.begun()) {
            phases.now("somebody else ends this move");
            return Ended.NOTHING;
        }
        return end.apply(way);
    }
}
