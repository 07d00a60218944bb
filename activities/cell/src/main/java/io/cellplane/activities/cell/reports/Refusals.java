package io.cellplane.activities.cell.reports;

import io.cellplane.contracts.metric.Metric;
import io.micrometer.core.instrument.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What hosts said and nobody takes in: all of it is counted, and each host has one line in a minute. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final Duration QUIET = Duration.ofMinutes(1);
    private static final int WORDS = 300;

    /** Why, as the metric's label. */
    enum Why {
        /** Said again before the one before was taken in. */
        FLOOD("flood"),
        SIZE("size"),
        UNREADABLE("unreadable"),
        /** It speaks for another, or under another's name or id. */
        IDENTITY("identity"),
        /** Of guests that no record places there. */
        STRANGERS("strangers"),
        RETIRED("retired");

        private final String label;

        Why(String label) {
            this.label = label;
        }
    }

    private final String cell;
    private final Clock clock;
    private final Map<String, Instant> named = new ConcurrentHashMap<>();

    Refusals(String cell, Clock clock) {
        this.cell = cell;
        this.clock = clock;
    }

    void refuse(String host, Why why, String what) {
        Metrics.counter(Metric.HOST_WORDS_REFUSED.id(), "cell", cell, "why", why.label)
                .increment();
        Instant now = clock.instant();
        AtomicBoolean speaks = new AtomicBoolean();
        named.compute(host, (_, last) -> {
            speaks.set(last == null || now.isAfter(last.plus(QUIET)));
            return speaks.get() ? now : last;
        });
        if (speaks.get()) {
            LOG.warn(
                    "what host {} says is not taken in ({}): {}",
                    host,
                    why.label,
                    what.length() > WORDS ? what.substring(0, WORDS) : what);
        }
    }
}
