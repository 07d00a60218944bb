package io.cellplane.activities.cell.relay;

import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** How many commands one host may have under way in this process: one that does not act leaves room for the others. */
final class HostSlots {
    /** Of the 200 that a cell has. */
    static final int EACH = 32;

    /** When a command comes again that found none. */
    static final Duration AGAIN = Duration.ofSeconds(1);

    private final Map<String, Semaphore> hosts = new ConcurrentHashMap<>();

    private Semaphore of(String cell, String host) {
        return hosts.computeIfAbsent(cell + " " + host, _ -> new Semaphore(EACH));
    }

    boolean take(String cell, String host) {
        return of(cell, host).tryAcquire();
    }

    void give(String cell, String host) {
        of(cell, host).release();
    }

    /** Ends the attempt, without a word in the log; the next one comes after {@link #AGAIN}. */
    static ApplicationFailure busy(String host) {
        return ApplicationFailure.newBuilder()
                .setMessage("host " + host + " has as many commands under way as one host may")
                .setType("HostBusy")
                .setNextRetryDelay(AGAIN)
                .setCategory(ApplicationErrorCategory.BENIGN)
                .build();
    }
}
