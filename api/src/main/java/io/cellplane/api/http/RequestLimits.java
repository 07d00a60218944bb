package io.cellplane.api.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.cellplane.api.ApiSettings;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.LongSupplier;

/** A bucket of tokens for each project: every request takes one, and they come back at a steady rate. */
@Singleton
final class RequestLimits {
    private static final int PROJECTS = 100_000;
    private static final double SECOND = 1e9;

    private final ApiSettings.Requests limit;
    private final LongSupplier nanos;
    private final Cache<String, Bucket> buckets =
            Caffeine.newBuilder().maximumSize(PROJECTS).build();

    @Inject
    RequestLimits(ApiSettings settings) {
        this(settings.requests(), System::nanoTime);
    }

    /** @param nanos the time, as {@link System#nanoTime} counts it */
    RequestLimits(ApiSettings.Requests limit, LongSupplier nanos) {
        this.limit = limit;
        this.nanos = nanos;
    }

    /** Whether there are any: else nobody need be looked at. */
    boolean areSet() {
        return limit.perSecond() > 0;
    }

    /** @throws Refused 429 when the project has no token left; there is another one within a second */
    void take(String project) {
        if (areSet()
                && !buckets.get(project, _ -> new Bucket(limit.burst(), nanos.getAsLong()))
                        .take(limit, nanos.getAsLong())) {
            throw Failure.API_TOO_MANY_REQUESTS.refused();
        }
    }

    private static final class Bucket {
        private double tokens;
        private long filledAt;

        Bucket(double tokens, long filledAt) {
            this.tokens = tokens;
            this.filledAt = filledAt;
        }

        synchronized boolean take(ApiSettings.Requests limit, long now) {
            tokens = Math.min(limit.burst(), tokens + Math.max(0, now - filledAt) / SECOND * limit.perSecond());
            filledAt = now;
            if (tokens < 1) {
                return false;
            }
            tokens--;
            return true;
        }
    }
}
