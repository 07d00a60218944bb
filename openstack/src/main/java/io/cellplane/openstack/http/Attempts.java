package io.cellplane.openstack.http;

import io.cellplane.openstack.ServiceAway;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Set;

/** Whether one call is made again, and when: keystoneauth's rules, but that nothing is done twice unless that is harmless. */
final class Attempts {
    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "PUT", "DELETE");
    private static final Duration FIRST = Duration.ofMillis(500);

    private final Wire wire;
    private final boolean harmless;
    private final long end;
    private int connects;
    private int statuses;
    private Duration delay = FIRST;

    Attempts(Wire wire, String method) {
        this.wire = wire;
        this.harmless = HARMLESS.contains(method);
        this.end = System.nanoTime() + wire.timeout().toNanos();
    }

    /** Whether to call again, after the pause that is due: then it has passed. */
    boolean another(ServiceAway away) throws InterruptedException {
        if (!mayFollow(away) || System.nanoTime() + delay.toNanos() - end >= 0) {
            return false;
        }
        Thread.sleep(delay);
        delay = delay.multipliedBy(2);
        return true;
    }

    private boolean mayFollow(ServiceAway away) {
        if (away.status() != 0) {
            return harmless && wire.retriable().contains(away.status()) && statuses++ < wire.statusRetries();
        }
        Throwable cause = away.getCause();
        if (!(cause instanceof IOException) || Trust.isRefused(cause)) {
            return false;
        }
        boolean unreached = cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
        boolean broken = harmless && !(cause instanceof HttpTimeoutException);
        return (unreached || broken) && connects++ < wire.connectRetries();
    }
}
