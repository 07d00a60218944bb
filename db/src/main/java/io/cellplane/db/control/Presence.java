package io.cellplane.db.control;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says again and again that a process is there, for those who look after it; nothing else depends on it. */
public final class Presence implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);

    /** One that has been away for so long is not coming back under its name. */
    private static final Duration FORGOTTEN = Duration.ofDays(7);

    private final ApiDatabase api;
    private final String kind;
    private final String name;
    private final String build;
    private final Duration every;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("presence").factory());

    /**
     * @param kind of {@link ProcessRow}
     * @param name one of its kind's
     */
    public Presence(ApiDatabase api, String kind, String name, String build, Duration every) {
        this.api = api;
        this.kind = kind;
        this.name = name;
        this.build = build;
        this.every = every;
    }

    /** Returns itself. */
    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the clock, and catches what it throws
    public Presence start() {
        clock.scheduleWithFixedDelay(this::say, 0, every.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    private void say() {
        try {
            Instant now = api.clock().instant();
            api.processes().seen(kind, name, build, now);
            api.processes().forget(now.minus(FORGOTTEN));
        } catch (RuntimeException e) {
            LOG.debug("nobody is told that {} {} is there: {}", kind, name, e.toString());
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
