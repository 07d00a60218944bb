package io.cellplane.db.lists;

import io.cellplane.db.StatementTime;
import java.time.Duration;

/** Until when something is waited for, however many are asked. */
record Deadline(long nanos) {
    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    Deadline later(Duration time) {
        return new Deadline(nanos + time.toNanos());
    }

    /** What is left of the time; never less than nothing. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    }

    /** How long a statement may run that begins now. */
    Duration statement() {
        return StatementTime.before(left());
    }
}
