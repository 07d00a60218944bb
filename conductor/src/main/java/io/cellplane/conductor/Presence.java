package io.cellplane.conductor;

import io.cellplane.contracts.Patience;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.ProcessRow;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says again and again that this conductor is there, for those who look after it; nothing else depends on it. */
final class Presence implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);

    /** One that has been away for so long is not coming back under its name. */
    private static final Duration FORGOTTEN = Duration.ofDays(7);

    private final ApiDatabase api;
    private final String name;
    private final Patience patience;
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("presence").factory());

    Presence(ApiDatabase api, String name, Patience patience) {
        this.api = api;
        this.name = name;
        this.patience = patience;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the clockwork, and catches what it throws
    void start() {
        clockwork.scheduleWithFixedDelay(this::say, 0, patience.hosts().alive().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void say() {
        try {
            Instant now = api.clock().instant();
            api.processes().seen(ProcessRow.CONDUCTOR, name, now);
            api.processes().forget(now.minus(FORGOTTEN));
        } catch (RuntimeException e) {
            LOG.warn("nobody was told that this conductor is there: {}", e.toString());
        }
    }

    @Override
    public void close() {
        clockwork.shutdownNow();
    }
}
