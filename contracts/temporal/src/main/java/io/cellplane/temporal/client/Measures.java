package io.cellplane.temporal.client;

import com.uber.m3.tally.NoopScope;
import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.tally.ScopeCloseException;
import com.uber.m3.util.Duration;
import io.micrometer.core.instrument.Metrics;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Temporal's client and workers measure, where this process serves its measures to anybody. */
final class Measures implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Measures.class);
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Scope scope;

    Measures() {
        scope = Metrics.globalRegistry.getRegistries().isEmpty()
                ? new NoopScope()
                : new RootScopeBuilder()
                        .reporter(new MicrometerClientStatsReporter(Metrics.globalRegistry))
                        .reportEvery(EVERY);
    }

    Scope scope() {
        return scope;
    }

    @Override
    public void close() {
        try {
            scope.close();
        } catch (ScopeCloseException e) {
            LOG.debug("the last measures are lost", e);
        }
    }
}
