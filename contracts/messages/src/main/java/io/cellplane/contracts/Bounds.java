package io.cellplane.contracts;

import java.time.Duration;

/** What a timeout or window may be: a timer of no time is none, and nobody waits for years. */
final class Bounds {
    private static final Duration LEAST = Duration.ofMillis(1);
    private static final Duration MOST = Duration.ofDays(365);

    private Bounds() {}

    /**
     * @param name of the setting
     * @throws IllegalArgumentException beginning with that name
     */
    static void check(String name, Duration given) {
        if (given.compareTo(LEAST) < 0 || given.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(name + " lies between 1ms and 365d, not " + given);
        }
    }

    /** @throws IllegalArgumentException beginning with the name of the one that has to be more */
    static void inOrder(String less, Duration shorter, String more, Duration longer) {
        if (longer.compareTo(shorter) < 0) {
            throw new IllegalArgumentException(
                    more + " is not less than " + less + " (" + shorter + "), not " + longer);
        }
    }
}
