package io.cellplane.conductor.sweep;

import io.cellplane.contracts.Patience;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.ProcessRow;
import java.time.Duration;
import java.time.Instant;

/** Says again and again that this conductor is there, for those who look after it; nothing else depends on it. */
public final class Presence implements Sweep {
    /** One that has been away for so long is not coming back under its name. */
    private static final Duration FORGOTTEN = Duration.ofDays(7);

    private final ApiDatabase api;
    private final String name;
    private final Patience patience;

    public Presence(ApiDatabase api, String name, Patience patience) {
        this.api = api;
        this.name = name;
        this.patience = patience;
    }

    @Override
    public String name() {
        return "presence";
    }

    @Override
    public Duration rest() {
        return patience.hosts().alive();
    }

    @Override
    public void sweep(Round round) {
        Instant now = api.clock().instant();
        api.processes().seen(ProcessRow.CONDUCTOR, name, now);
        api.processes().forget(now.minus(FORGOTTEN));
    }
}
