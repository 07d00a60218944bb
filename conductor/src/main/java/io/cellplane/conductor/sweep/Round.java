package io.cellplane.conductor.sweep;

import io.cellplane.contracts.metric.Metric;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a sweep may do with the pieces of its work: each fails for itself, and those that ask cells go on side by side. */
public final class Round {
    private static final Logger LOG = LoggerFactory.getLogger(Round.class);

    private final String sweep;
    private final Executor beside;
    private final Counter failures;
    private final Set<String> busy = ConcurrentHashMap.newKeySet();

    /** @param beside where the pieces run that ask cells */
    Round(String sweep, Executor beside) {
        this.sweep = sweep;
        this.beside = beside;
        this.failures = Metrics.counter(Metric.SWEEP_FAILURES.id(), "sweep", sweep);
    }

    /** Does one piece: what it throws is logged and counted, and keeps nobody from the others. */
    public void attempt(Runnable piece) {
        try {
            piece.run();
        } catch (StatusRuntimeException e) {
            failures.increment();
            LOG.info("{}: Temporal does not answer, a later round tries again: {}", sweep, e.getStatus());
        } catch (RuntimeException e) {
            failures.increment();
            LOG.warn("{}: not done, a later round tries again: {}", sweep, e.toString());
        }
    }

    /** Does a piece that waits for this cell beside all others; nothing while the cell's last one has not come to its end. */
    public void in(String cell, Runnable piece) {
        if (!busy.add(cell)) {
            LOG.info("{}: still waiting for {}, which is left to a later round", sweep, cell);
            return;
        }
        try {
            beside.execute(() -> {
                try {
                    attempt(piece);
                } finally {
                    busy.remove(cell);
                }
            });
        } catch (RejectedExecutionException stopping) {
            busy.remove(cell);
        }
    }
}
