package io.cellplane.workflows.step;

import io.cellplane.contracts.operation.StepResult;
import io.cellplane.temporal.flow.Ended;
import io.cellplane.temporal.step.Records.Failed;

/** How one attempt went of an operation that has several. */
public sealed interface Attempt {

    /** The operation has ended. */
    record Over(Ended how) implements Attempt {}

    /** To be undone; another host may do better. */
    record Next(Failed why) implements Attempt {}

    /** To be undone; no other host would do better. */
    record Stop(Failed why) implements Attempt {}

    /** Who is fenced off does nothing more, whatever else the step's result would mean. */
    static Attempt ended(StepResult<?> result, Attempt otherwise) {
        return Reasons.isFenced(result) ? new Over(Ended.NOTHING) : otherwise;
    }
}
