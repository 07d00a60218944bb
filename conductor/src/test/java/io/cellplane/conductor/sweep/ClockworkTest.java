package io.cellplane.conductor.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cellplane.contracts.metric.Metric;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClockworkTest {
    private final SimpleMeterRegistry measures = new SimpleMeterRegistry();

    @BeforeEach
    void measure() {
        Metrics.addRegistry(measures);
    }

    @AfterEach
    void forget() {
        Metrics.removeRegistry(measures);
    }

    private record Sweeping(String name, Consumer<Round> work) implements Sweep {
        @Override
        public Duration rest() {
            return Duration.ofMillis(1);
        }

        @Override
        public void sweep(Round round) {
            work.accept(round);
        }
    }

    private static RuntimeException failing() {
        return new IllegalStateException("on purpose");
    }

    private double failures(String sweep) {
        return measures.get(Metric.SWEEP_FAILURES.id())
                .tag("sweep", sweep)
                .counter()
                .count();
    }

    @Test
    void one_that_fails_is_counted_and_comes_to_its_turn_again() {
        AtomicInteger rounds = new AtomicInteger();
        try (Clockwork clockwork = new Clockwork(List.of(new Sweeping("failing", _ -> {
            rounds.incrementAndGet();
            throw failing();
        })))) {
            clockwork.start();
            await().until(() -> rounds.get() > 3);
            assertThat(failures("failing")).isGreaterThanOrEqualTo(3);
            assertThat(measures.get(Metric.SWEEPS.id())
                            .tag("sweep", "failing")
                            .timer()
                            .count())
                    .isZero();
        }
    }

    @Test
    void one_that_hangs_holds_no_other() {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger rounds = new AtomicInteger();
        Sweeping hanging = new Sweeping("hanging", _ -> wait(never));
        Sweeping sound = new Sweeping("sound", _ -> rounds.incrementAndGet());
        try (Clockwork clockwork = new Clockwork(List.of(hanging, sound))) {
            clockwork.start();
            await().until(() -> rounds.get() > 3);
            assertThat(measures.get(Metric.SWEEPS.id())
                            .tag("sweep", "sound")
                            .timer()
                            .count())
                    .isGreaterThanOrEqualTo(3);
            double age = measures.get(Metric.SWEEP_AGE_SECONDS.id())
                    .tag("sweep", "hanging")
                    .gauge()
                    .value();
            assertThat(age).isPositive();
        } finally {
            never.countDown();
        }
    }

    @Test
    void a_piece_that_fails_is_counted_and_the_others_are_done() {
        AtomicInteger done = new AtomicInteger();
        try (Clockwork clockwork = new Clockwork(List.of(new Sweeping("pieces", round -> {
            round.attempt(() -> {
                throw failing();
            });
            round.attempt(done::incrementAndGet);
        })))) {
            clockwork.once();
        }
        assertThat(done).hasValue(1);
        assertThat(failures("pieces")).isEqualTo(1);
    }

    @Test
    void a_cell_that_hangs_has_one_piece_under_way_and_the_others_theirs() {
        CountDownLatch answers = new CountDownLatch(1);
        AtomicInteger dead = new AtomicInteger();
        AtomicInteger sound = new AtomicInteger();
        try (Clockwork clockwork = new Clockwork(List.of(new Sweeping("cells", round -> {
            round.in("dead", () -> {
                dead.incrementAndGet();
                wait(answers);
            });
            round.in("sound", sound::incrementAndGet);
        })))) {
            clockwork.start();
            await().until(() -> sound.get() > 3);
            assertThat(dead).hasValue(1);
            answers.countDown();
            await().until(() -> dead.get() > 1);
        }
    }

    private static void wait(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
