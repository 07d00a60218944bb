package io.cellplane.api.quota;

import com.github.benmanes.caffeine.cache.Ticker;
import io.cellplane.api.QuotaSettings;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.LimitSource;
import io.cellplane.db.control.StoredLimits;
import io.cellplane.openstack.identity.UnifiedLimits;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** The limits: those that operators set here, or those of the identity service. */
@Factory
final class Parts {

    @Singleton
    @Bean(typed = StoredLimits.class)
    StoredLimits stored(ApiDatabase api, QuotaSettings settings) {
        return new StoredLimits(api.database(), settings.limits());
    }

    @Singleton
    LimitSource limits(QuotaSettings settings, StoredLimits stored, BeanProvider<UnifiedLimits> identity) {
        return settings.unifiedLimits() ? new IdentityLimits(identity.get(), Ticker.systemTicker()) : stored;
    }
}
