package io.cellplane.contracts.fault;

import java.util.Locale;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Where a test may halt whoever reaches a step, before or after its effect. Who halts is a {@link FaultInjector} on the
 * class path; no process that is deployed has one, and all its steps pass at once.
 */
public final class FaultPoints {
    private static final @Nullable FaultInjector INJECTOR = ServiceLoader.load(
                    FaultInjector.class, FaultInjector.class.getClassLoader())
            .findFirst()
            .filter(FaultInjector::isArmed)
            .orElse(null);

    /** Of a step's effect. */
    public enum Side {
        BEFORE,
        AFTER;

        /** As files are named. */
        public String token() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private FaultPoints() {}

    /** Whether this process can be halted at all. */
    public static boolean armed() {
        return INJECTOR != null;
    }

    /** The step's effect is about to happen. */
    public static void before(String step) {
        reach(step, Side.BEFORE);
    }

    /** The step's effect is there, nobody has been told yet. */
    public static void after(String step) {
        reach(step, Side.AFTER);
    }

    private static void reach(String step, Side side) {
        if (INJECTOR != null) {
            INJECTOR.reach(step, side);
        }
    }
}
