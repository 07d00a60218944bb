package io.cellplane.db;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Who reads one cell at once: no more than there are connections, so that a full house is not taken for a database that
 * gives none, and of one project's lists no more than its share.
 */
final class Readers {
    private final Semaphore places;
    private final int each;
    private final Map<String, Share> shares = new HashMap<>();

    /** One project's, as long as somebody of it is here or waits. */
    private static final class Share {
        private final Semaphore places;
        private int users;

        Share(int places) {
            this.places = new Semaphore(places, true);
        }
    }

    Readers(int places, int each) {
        this.places = new Semaphore(places, true);
        this.each = each;
    }

    /** @return false when there was no place in that time */
    boolean enter(Duration within) {
        return taken(places, within);
    }

    void leave() {
        places.release();
    }

    /** Before {@link #enter}. @return false when the project's share was in use all that time */
    boolean enterAs(String project, Duration within) {
        Share share;
        synchronized (shares) {
            share = shares.computeIfAbsent(project, _ -> new Share(each));
            share.users++;
        }
        boolean taken = taken(share.places, within);
        if (!taken) {
            forget(project, share);
        }
        return taken;
    }

    void leaveAs(String project) {
        synchronized (shares) {
            Share share = shares.get(project);
            if (share == null) {
                throw new IllegalStateException("nobody of " + project + " is here");
            }
            share.places.release();
            forget(project, share);
        }
    }

    private void forget(String project, Share share) {
        synchronized (shares) {
            share.users--;
            if (share.users == 0) {
                shares.remove(project);
            }
        }
    }

    private static boolean taken(Semaphore places, Duration within) {
        try {
            return places.tryAcquire(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
