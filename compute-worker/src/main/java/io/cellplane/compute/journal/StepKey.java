package io.cellplane.compute.journal;

import io.cellplane.contracts.host.Command;
import io.cellplane.contracts.operation.Step;
import java.util.UUID;

/** What makes a step of an operation one; an attempt that was undone never runs again. */
public record StepKey(UUID operation, String step, int attempt) {
    public static StepKey of(Command command) {
        return new StepKey(command.operation(), command.step(), command.attempt());
    }

    /** The same, as it is written into what the step makes. */
    public Step toStep() {
        return new Step(operation, step, attempt);
    }

    /** Whether it stands for every step of the operation. */
    public boolean fences() {
        return step.equals(Command.EVERY_STEP);
    }
}
