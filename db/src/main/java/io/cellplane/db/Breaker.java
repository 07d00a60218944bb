package io.cellplane.db;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Remembers that a database does not answer, so that callers need not find out one by one: open after two failures in a
 * row; while open, one caller a second is let through to probe, and the first success closes it.
 */
final class Breaker {
    private static final int FAILURES = 2;
    private static final Duration PROBE_EVERY = Duration.ofSeconds(1);

    private final Clock clock;
    private int failures;
    private @Nullable Instant probeAt;

    Breaker(Clock clock) {
        this.clock = clock;
    }

    /** @return false when the caller should not even try */
    synchronized boolean mayTry() {
        if (failures < FAILURES) {
            return true;
        }
        Instant now = clock.instant();
        if (probeAt != null && now.isBefore(probeAt)) {
            return false;
        }
        probeAt = now.plus(PROBE_EVERY);
        return true;
    }

    synchronized boolean isOpen() {
        return failures >= FAILURES;
    }

    synchronized void succeeded() {
        failures = 0;
        probeAt = null;
    }

    synchronized void failed() {
        failures++;
        if (failures >= FAILURES) {
            probeAt = clock.instant().plus(PROBE_EVERY);
        }
    }
}
