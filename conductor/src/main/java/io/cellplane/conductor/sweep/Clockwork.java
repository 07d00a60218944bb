package io.cellplane.conductor.sweep;

import io.cellplane.contracts.metric.Metric;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs sweeps, each in a thread of its own, and measures them. None waits for another, and no cell for another cell. */
public final class Clockwork implements AutoCloseable {
    private final List<Turn> turns;
    private final ScheduledExecutorService clock;
    private final ExecutorService beside = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("sweep-", 0).factory());

    public Clockwork(List<? extends Sweep> sweeps) {
        turns = sweeps.stream().map(sweep -> new Turn(sweep, beside)).toList();
        clock = Executors.newScheduledThreadPool(
                turns.size(), Thread.ofPlatform().daemon().name("sweep", 0).factory());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // they end with the clockwork, and catch what they throw
    public void start() {
        turns.forEach(turn ->
                clock.scheduleWithFixedDelay(turn::take, 0, turn.sweep.rest().toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Gives each its turn now, one after the other; returns while pieces that ask cells may go on. */
    public void once() {
        turns.forEach(Turn::take);
    }

    private static final class Turn {
        private final Sweep sweep;
        private final Round round;
        private final Timer timer;
        private volatile long endedAt = System.nanoTime();

        Turn(Sweep sweep, ExecutorService beside) {
            this.sweep = sweep;
            round = new Round(sweep.name(), beside);
            timer = Metrics.timer(Metric.SWEEPS.id(), "sweep", sweep.name());
            Gauge.builder(Metric.SWEEP_AGE_SECONDS.id(), this, Turn::age)
                    .description(Metric.SWEEP_AGE_SECONDS.meaning())
                    .tag("sweep", sweep.name())
                    .register(Metrics.globalRegistry);
        }

        private double age() {
            return (System.nanoTime() - endedAt) / 1e9;
        }

        void take() {
            round.attempt(() -> {
                long begun = System.nanoTime();
                sweep.sweep(round);
                endedAt = System.nanoTime();
                timer.record(endedAt - begun, TimeUnit.NANOSECONDS);
            });
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        beside.shutdownNow();
    }
}
