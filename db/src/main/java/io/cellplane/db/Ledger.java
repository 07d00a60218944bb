package io.cellplane.db;

import com.fasterxml.jackson.core.type.TypeReference;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.contracts.operation.StepResult;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The step ledger of one database. Its row is written first in the transaction of the effect, so that the do and the
 * undo of one attempt wait for each other; what a late repeat finds is the recorded answer, never a second effect.
 */
public final class Ledger {
    public static final String DONE = "done";
    static final String REFUSED = "refused";
    static final String UNDONE = "undone";
    /** The step that stands for all steps of an operation: undone, it fences them off. */
    static final String FENCE = "*";

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    private final Database database;
    private final StepRows steps;
    private final Clock clock;

    public Ledger(Database database, Clock clock) {
        this.database = database;
        this.steps = database.rows(StepRows.class);
        this.clock = clock;
    }

    /**
     * Does the step unless it was done, refused or undone before. Never inside another transaction: a refusal must be
     * able to roll the effect back and still be recorded. Data that the database will never take refuse it too.
     *
     * @param act the effect, in this database only; throws {@link Refused} when a fact refuses it
     */
    public <T> StepResult<T> once(Step step, Class<T> type, Supplier<T> act) {
        alone();
        try {
            return database.write(() -> {
                StepResult<T> known = begin(step, type);
                if (known != null) {
                    return known;
                }
                T outcome = act.get();
                steps.record(step.operation(), step.name(), step.attempt(), DONE, Json.write(outcome));
                return StepResult.done(outcome);
            });
        } catch (Refused refused) {
            return refuse(step, type, refused);
        } catch (RuntimeException e) {
            if (!Database.isRefusal(e)) {
                throw e;
            }
            LOG.error(
                    "{} of {}, attempt {}, was refused for its data", step.name(), step.operation(), step.attempt(), e);
            return refuse(step, type, Failure.DATA_REFUSED.refused());
        }
    }

    /** What was recorded of the step, if anything was. */
    public <T> Optional<StepResult<T>> recorded(Step step, Class<T> type) {
        return steps.find(step.operation(), step.name(), step.attempt()).map(row -> recorded(row, type));
    }

    /**
     * Acts in a transaction in which the step stays as it is, and only if it is done: nobody acts beside or after its undo.
     *
     * @param act in this database only
     */
    public void whileDone(Step step, Runnable act) {
        database.run(() -> steps.lock(step.operation(), step.name(), step.attempt())
                .filter(row -> row.state().equals(DONE))
                .ifPresent(row -> act.run()));
    }

    /**
     * Undoes the step, whether or not it ever came: after this it never will. Repeating it changes nothing. A refused
     * step holds nothing and stays refused, so that whoever asks again takes the same way on.
     *
     * @param act undoes what the step recorded; not called when it was never done
     */
    public <T> void undo(Step step, Class<T> type, Consumer<T> act) {
        database.run(() -> {
            // Locked before it is claimed: a claim that finds a row locks it shared, and two of those deadlock.
            Optional<StepRow> known = steps.lock(step.operation(), step.name(), step.attempt());
            if (known.isEmpty()
                    && steps.claim(step.operation(), step.name(), step.attempt(), UNDONE, null, clock.instant()) == 1) {
                return;
            }
            StepRow row = known.or(() -> steps.lock(step.operation(), step.name(), step.attempt()))
                    .orElseThrow();
            if (row.state().equals(DONE)) {
                if (row.outcome() != null) {
                    act.accept(Json.read(row.outcome(), type));
                }
                steps.undone(step.operation(), step.name(), step.attempt());
            }
        });
    }

    /** From here the step is never done, unless it was before; one that is under way is waited for. */
    public void bar(Step step) {
        steps.claim(step.operation(), step.name(), step.attempt(), UNDONE, null, clock.instant());
    }

    /**
     * Marks a thing, in a transaction of the caller's, under the name of a step that every thing has an attempt of. No fence
     * bars it: who repairs an operation marks what it leaves, too.
     *
     * @return false when it was marked before
     */
    public boolean mark(UUID operation, StepName name, UUID thing) {
        String mark = Json.write(thing);
        while (true) {
            List<StepRow> marks = steps.of(operation).stream()
                    .filter(row -> row.step().equals(name.token()))
                    .toList();
            if (marks.stream().map(StepRow::outcome).anyMatch(mark::equals)) {
                return false;
            }
            if (steps.claim(operation, name.token(), marks.size() + 1, DONE, mark, clock.instant()) == 1) {
                return true;
            }
        }
    }

    /** Bars every step of the operation that has not begun here, and waits for those that have. */
    public void fence(UUID operation) {
        alone();
        database.run(() -> steps.claim(operation, FENCE, 0, UNDONE, null, clock.instant()));
        database.run(() -> steps.lockAll(operation));
    }

    private void alone() {
        if (database.isInTransaction()) {
            throw new IllegalStateException("a step is a transaction of its own");
        }
    }

    private <T> @Nullable StepResult<T> begin(Step step, Class<T> type) {
        if (steps.claim(step.operation(), step.name(), step.attempt(), DONE, null, clock.instant()) == 0) {
            return steps.find(step.operation(), step.name(), step.attempt())
                    .map(row -> recorded(row, type))
                    .orElseThrow();
        }
        // After the row, not before: a repair writes the fence first and then waits for rows like this one.
        if (steps.find(step.operation(), FENCE, 0).isPresent()) {
            StepResult<T> fenced = StepResult.refused(Failure.FENCED, Failure.FENCED.text());
            steps.record(step.operation(), step.name(), step.attempt(), REFUSED, Json.write(fenced));
            return fenced;
        }
        return null;
    }

    private <T> StepResult<T> refuse(Step step, Class<T> type, Refused refused) {
        StepResult<T> answer = StepResult.refused(refused.failure(), String.valueOf(refused.getMessage()));
        return database.write(() -> {
            String outcome = Json.write(answer);
            if (steps.claim(step.operation(), step.name(), step.attempt(), REFUSED, outcome, clock.instant()) == 1) {
                return answer;
            }
            return steps.find(step.operation(), step.name(), step.attempt())
                    .map(row -> recorded(row, type))
                    .orElseThrow();
        });
    }

    private static <T> StepResult<T> recorded(StepRow row, Class<T> type) {
        String outcome = row.outcome();
        return switch (row.state()) {
            case DONE -> StepResult.done(Json.read(outcome == null ? "null" : outcome, type));
            case REFUSED -> Json.read(String.valueOf(outcome), new TypeReference<StepResult<T>>() {});
            default -> StepResult.undone(outcome == null ? null : Json.read(outcome, type));
        };
    }
}
