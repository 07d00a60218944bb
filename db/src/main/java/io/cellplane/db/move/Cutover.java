package io.cellplane.db.move;

import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.operation.StepResult.Verdict;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.control.ApiDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From the seal to the open target: seal, delta, flip, open, depart. One call, which may break off anywhere and be
 * repeated, by itself or beside itself, under the same attempt or a later one.
 */
public final class Cutover {
    private static final Logger LOG = LoggerFactory.getLogger(Cutover.class);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final ApiDatabase api;
    private final CellMoveSteps records;
    private final Duration sealedAtMost;
    private final Executor deltas;

    /** @param sealedAtMost how long the delta may take before the seal is lifted again */
    public Cutover(ApiDatabase api, CellDatabases cells, Duration sealedAtMost) {
        this(
                api,
                new CellMoveSteps(api, cells),
                sealedAtMost,
                work -> Thread.ofVirtual().name("delta").start(work));
    }

    /** @param deltas where deltas run: one that hangs is left behind, and does nothing when it wakes */
    Cutover(ApiDatabase api, CellMoveSteps records, Duration sealedAtMost, Executor deltas) {
        this.api = api;
        this.records = records;
        this.sealedAtMost = sealedAtMost;
        this.deltas = deltas;
    }

    /** What came of an attempt. */
    public enum Outcome {
        /** The target counts and takes writes, the source has departed. */
        MOVED,
        /** The same, but the source's cell does not answer: that it is to depart is owed. */
        MOVED_SOURCE_AWAY,
        /** Nothing has happened and nothing of this attempt will: to be repeated later under the next number. */
        LATER
    }

    /**
     * @param attempt from 1; each is tried to its end, and bars those before it
     * @throws RuntimeException when a database does not answer: to be repeated under the same attempt
     */
    public Outcome cutOver(CellMove move, int attempt) {
        for (int before = 1; before < attempt; before++) {
            if (!withdraw(move, before)) {
                return forward(move, attempt);
            }
        }
        if (records.isFlipped(move)) {
            return forward(move, attempt);
        }
        StepResult<CellMoveSteps.Sealed> seal = records.seal(move, attempt);
        if (seal.verdict() == Verdict.UNDONE) {
            return withdrawn(move, attempt);
        }
        if (!delta(move, attempt, seal.orRefuse())) {
            return withdrawn(move, attempt);
        }
        StepResult<CellMoveSteps.Did> flipped = records.flip(move, attempt);
        if (flipped.verdict() == Verdict.UNDONE) {
            return withdrawn(move, attempt);
        }
        flipped.orRefuse();
        return forward(move, attempt);
    }

    /**
     * The way back to before the seal, for all attempts that were ever begun; the copy is undone after it.
     *
     * @return false when it has flipped: then there is only the way forward
     */
    public boolean undo(CellMove move, int attempts) {
        for (int attempt = 1; attempt <= attempts; attempt++) {
            if (!withdraw(move, attempt)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The same without the source, which does not answer and whose changes are given up: flip, open. The source's copy is
     * of an older generation from here, so that it takes no writes when its cell is back.
     */
    public Outcome force(CellMove move, int attempt) {
        if (!records.isFlipped(move)) {
            StepResult<CellMoveSteps.Did> flipped = records.flip(move, attempt);
            if (flipped.verdict() == Verdict.UNDONE) {
                return Outcome.LATER;
            }
            flipped.orRefuse();
        }
        records.open(move, attempt).orRefuse();
        return Outcome.MOVED_SOURCE_AWAY;
    }

    private Outcome withdrawn(CellMove move, int attempt) {
        return withdraw(move, attempt) ? Outcome.LATER : forward(move, attempt);
    }

    /** The flip is barred first, so that it cannot come once others write again. */
    private boolean withdraw(CellMove move, int attempt) {
        if (!records.barFlip(move, attempt)) {
            return false;
        }
        records.unseal(move, attempt);
        return true;
    }

    /** @return whether the target holds all that the sealed source holds; false when that took too long */
    private boolean delta(CellMove move, int attempt, CellMoveSteps.Sealed seal) {
        Instant until = seal.at().plus(sealedAtMost);
        for (; ; ) {
            // One that was recorded is asked for even when the time is up: it has succeeded.
            Duration left = Duration.between(api.clock().instant(), until);
            FutureTask<Boolean> delta =
                    new FutureTask<>(() -> records.delta(move, attempt).isDone());
            deltas.execute(delta);
            try {
                return delta.get(Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                LOG.warn("operation={} server={} delta takes too long", move.operation(), move.server());
                return false;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                LOG.warn(
                        "operation={} server={} delta failed: {}",
                        move.operation(),
                        move.server(),
                        String.valueOf(e.getCause()));
                if (!CellDatabases.isAway(e) || !api.clock().instant().isBefore(until)) {
                    return false;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted in the middle of a cutover", e);
            }
        }
    }

    private Outcome forward(CellMove move, int attempt) {
        records.open(move, attempt).orRefuse();
        try {
            records.depart(move, attempt).orRefuse();
            return Outcome.MOVED;
        } catch (RuntimeException e) {
            if (CellDatabases.isAway(e)) {
                return Outcome.MOVED_SOURCE_AWAY;
            }
            throw e;
        }
    }
}
