package io.cellplane.trials.kill;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits with a bound. */
public final class Until {
    private static final Duration POLL = Duration.ofMillis(50);

    private Until() {}

    /** @return whether it became true in time */
    public static boolean within(Duration time, BooleanSupplier condition) {
        return within(time, POLL, condition);
    }

    /** The same for what is soon over: looked at without a pause. */
    public static boolean soon(Duration time, BooleanSupplier condition) {
        return within(time, Duration.ofMillis(1), condition);
    }

    private static boolean within(Duration time, Duration poll, BooleanSupplier condition) {
        long deadline = System.nanoTime() + time.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            pause(poll);
        }
        return true;
    }

    /** Waits all of it. */
    public static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
