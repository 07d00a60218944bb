package io.cellplane.api.ask;

import io.cellplane.api.ApiConfig;
import io.cellplane.db.CellDatabases;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Secondary;
import jakarta.inject.Singleton;
import java.nio.file.Path;

/** How the API reaches the cells' buses where nobody passed them in. */
@Factory
final class Parts {

    @Singleton
    @Secondary
    @Bean(
            preDestroy = "close",
            typed = {CellBuses.class, AutoCloseable.class})
    RegistryBuses buses(CellDatabases cells, ApiConfig config) {
        String passwordFile = config.nats().passwordFile();
        return new RegistryBuses(
                cells, config.name(), config.nats().user(), passwordFile.isBlank() ? null : Path.of(passwordFile));
    }
}
