package io.cellplane.api.quota;

import io.cellplane.api.QuotaSettings;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.StoredLimits;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** The limits, for whoever asks for a {@link io.cellplane.db.control.LimitSource}. */
@Factory
final class Parts {

    @Singleton
    StoredLimits limits(ApiDatabase api, QuotaSettings settings) {
        return new StoredLimits(api.database(), settings.limits());
    }
}
