package io.cellplane.workflows.step;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.temporal.step.Records.Failed;

/** Why a step did not do what it should, as the server's fault tells it. */
public final class Reasons {
    private Reasons() {}

    public static Failed of(StepResult<?> result) {
        String failure = result.failure() == null ? Failure.REPAIRED.type() : result.failure();
        String message = result.message() == null ? Failure.REPAIRED.text() : result.message();
        String[] lines = message.split("\n", 2);
        return new Failed(failure, lines[0], lines.length > 1 ? lines[1] : "");
    }

    public static boolean isHostAbsent(StepResult<?> result) {
        return Failure.HOST_ABSENT.type().equals(result.failure());
    }

    /** A step that is fenced off means that the operation is no longer this workflow's. */
    public static boolean isFenced(StepResult<?> result) {
        return Failure.FENCED.type().equals(result.failure());
    }
}
