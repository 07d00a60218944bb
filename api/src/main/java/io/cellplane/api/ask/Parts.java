package io.cellplane.api.ask;

import io.cellplane.api.ApiConfig;
import io.cellplane.bus.Bus;
import io.cellplane.bus.BusAway;
import io.cellplane.bus.NatsBus;
import io.cellplane.bus.NatsSettings;
import io.cellplane.db.CellDatabases;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Secondary;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the API reaches the cells' buses where nobody passed them in. */
@Factory
final class Parts {
    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);
    private static final Duration CONNECT = Duration.ofSeconds(2);

    @Singleton
    @Secondary
    @Bean(
            preDestroy = "close",
            typed = {CellBuses.class, AutoCloseable.class})
    RegistryBuses buses(CellDatabases cells, ApiConfig config) {
        return new RegistryBuses(cells, url -> connect(url, config));
    }

    @Singleton
    @Secondary
    BusCheck check(ApiConfig config) {
        return url -> {
            try (Bus _ = connect(url, config)) {
                return true;
            } catch (BusAway e) {
                LOG.info("no bus that could be a cell's: {}", e.getMessage());
                return false;
            }
        };
    }

    private static Bus connect(String url, ApiConfig config) {
        String passwordFile = config.nats().passwordFile();
        boolean password = !passwordFile.isBlank();
        return NatsBus.connect(new NatsSettings(
                url,
                config.name(),
                "_INBOX." + config.name(),
                password ? config.nats().user() : null,
                password ? Path.of(passwordFile) : null,
                null,
                CONNECT));
    }
}
