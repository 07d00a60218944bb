package io.cellplane.activities.cell.reports;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * What hosts report until it is taken in: a queue for each host, so that none waits for another. A report says all there
 * is to say, so of each kind the newest waits, and a host is heard a few times a second however often it speaks.
 */
final class Queues implements AutoCloseable {
    /** Between two rounds of one host. */
    private static final Duration REST = Duration.ofMillis(100);

    /** How many hosts are heard at once: each may hold a connection to a database. */
    private static final int AT_ONCE = 4;

    private final Map<String, Waiting> hosts = new ConcurrentHashMap<>();
    private final Semaphore turns = new Semaphore(AT_ONCE, true);
    private volatile boolean closed;

    /** Reports of one host by their kind, in the order in which they are taken in. */
    private static final class Waiting {
        private final Map<Integer, Runnable> newest = new TreeMap<>();
        private boolean served;
    }

    /**
     * @param kind reports of a lower kind are taken in first
     * @param take must not throw
     * @return false when one of that kind was still waiting: it is dropped
     */
    boolean put(String host, int kind, Runnable take) {
        Waiting waiting = hosts.computeIfAbsent(host, _ -> new Waiting());
        synchronized (waiting) {
            boolean first = waiting.newest.put(kind, take) == null;
            if (!waiting.served && !closed) {
                waiting.served = true;
                Thread.ofVirtual().name("reports-of-" + host).start(() -> serve(waiting));
            }
            return first;
        }
    }

    private void serve(Waiting waiting) {
        try {
            for (List<Runnable> round = next(waiting); !round.isEmpty(); round = next(waiting)) {
                turns.acquire();
                try {
                    round.forEach(Runnable::run);
                } finally {
                    turns.release();
                }
                Thread.sleep(REST);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Runnable> next(Waiting waiting) {
        synchronized (waiting) {
            List<Runnable> round = closed ? List.of() : new ArrayList<>(waiting.newest.values());
            waiting.newest.clear();
            waiting.served = !round.isEmpty();
            return round;
        }
    }

    /** What waits is dropped: it is said again. */
    @Override
    public void close() {
        closed = true;
    }
}
