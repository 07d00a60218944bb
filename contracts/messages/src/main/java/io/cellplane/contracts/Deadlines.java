package io.cellplane.contracts;

import java.time.Duration;

/**
 * When an operation is overdue, which is an alarm and never a failure; and when the way back of a move closes.
 *
 * @param boot of a boot
 * @param delete of a delete
 * @param power of whatever changes only the guest's power
 * @param move of a resize, a migration, a confirm, a revert, a reset of the state
 * @param resizeWindow how long a resize may be reverted before it is confirmed by itself; the only one that may be zero: for ever
 */
public record Deadlines(Duration boot, Duration delete, Duration power, Duration move, Duration resizeWindow) {

    public Deadlines {
        Bounds.check("boot", boot);
        Bounds.check("delete", delete);
        Bounds.check("power", power);
        Bounds.check("move", move);
        if (!resizeWindow.isZero()) {
            Bounds.check("resize-window", resizeWindow);
        }
    }

    public static Deadlines standard() {
        return new Deadlines(
                Duration.ofMinutes(15),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                Duration.ofMinutes(30),
                Duration.ZERO);
    }

    public Deadlines withBoot(Duration other) {
        return new Deadlines(other, delete, power, move, resizeWindow);
    }

    public Deadlines withDelete(Duration other) {
        return new Deadlines(boot, other, power, move, resizeWindow);
    }

    public Deadlines withPower(Duration other) {
        return new Deadlines(boot, delete, other, move, resizeWindow);
    }

    public Deadlines withMove(Duration other) {
        return new Deadlines(boot, delete, power, other, resizeWindow);
    }

    public Deadlines withResizeWindow(Duration other) {
        return new Deadlines(boot, delete, power, move, other);
    }
}
