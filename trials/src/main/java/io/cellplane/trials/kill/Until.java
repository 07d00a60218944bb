package io.cellplane.trials.kill;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits with a bound. */
final class Until {
    private static final Duration POLL = Duration.ofMillis(50);

    private Until() {}

    /** @return whether it became true in time */
    static boolean within(Duration time, BooleanSupplier condition) {
        long deadline = System.nanoTime() + time.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            pause(POLL);
        }
        return true;
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
