package io.cellplane.contracts.operation;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import org.jspecify.annotations.Nullable;

/**
 * What a ledger holds of one attempt of a step: the same answer however often it is asked.
 *
 * @param outcome with {@link Verdict#DONE} what was done; with {@link Verdict#UNDONE} what had been, if it had
 * @param failure with {@link Verdict#REFUSED} the failure's type
 */
public record StepResult<T>(
        Verdict verdict,
        @Nullable T outcome,
        @Nullable String failure,
        @Nullable String message) {

    /** How the attempt ended. */
    public enum Verdict {
        DONE,
        /** A fact refused it; nothing is held by it. */
        REFUSED,
        /** Undone: it will never be done again. */
        UNDONE
    }

    public static <T> StepResult<T> done(T outcome) {
        return new StepResult<>(Verdict.DONE, outcome, null, null);
    }

    public static <T> StepResult<T> refused(Failure failure, String message) {
        return new StepResult<>(Verdict.REFUSED, null, failure.type(), message);
    }

    public static <T> StepResult<T> undone(@Nullable T outcome) {
        return new StepResult<>(Verdict.UNDONE, outcome, null, null);
    }

    public boolean isDone() {
        return verdict == Verdict.DONE;
    }

    /** The same, of a step that was not done, for whoever wanted something else of it. */
    public <R> StepResult<R> failed() {
        return new StepResult<>(verdict, null, failure, message);
    }

    /** @throws Refused unless it is done */
    public T orRefuse() {
        if (verdict == Verdict.DONE && outcome != null) {
            return outcome;
        }
        Failure known = failure == null ? null : Failure.of(failure);
        Failure said = known == null ? Failure.REPAIRED : known;
        throw new Refused(said, message == null ? said.text() : message);
    }
}
