package io.cellplane.api.audit;

import io.cellplane.db.CellDatabases;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Secondary;
import io.micronaut.context.env.Environment;
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
    RegistryBuses buses(CellDatabases cells, Environment settings) {
        String passwordFile = text(settings, "nats.password-file");
        return new RegistryBuses(
                cells,
                text(settings, "name"),
                text(settings, "nats.user"),
                passwordFile.isBlank() ? null : Path.of(passwordFile));
    }

    private static String text(Environment settings, String name) {
        return settings.getRequiredProperty("cellplane." + name, String.class);
    }
}
