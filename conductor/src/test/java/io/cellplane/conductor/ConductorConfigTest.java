package io.cellplane.conductor;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.conductor.ConductorConfig.Database;
import io.cellplane.conductor.ConductorConfig.Services;
import io.cellplane.conductor.ConductorConfig.TemporalServer;
import io.cellplane.process.Configuration;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConductorConfigTest {
    /** The defaults, once more: who changes one sees here who relies on it. */
    private static final ConductorConfig DEFAULTS = new ConductorConfig(
            "conductor",
            3,
            "",
            new Database("jdbc:mysql://127.0.0.1:3306/cellplane_api", "cellplane", "", 16),
            new TemporalServer("127.0.0.1:7233", "default"),
            new Services(
                    "http://127.0.0.1:5000/v3",
                    "http://127.0.0.1:9292",
                    "http://127.0.0.1:9696",
                    "cellplane",
                    "",
                    "service"));

    private static ConductorConfig read(@Nullable Path file) {
        try (ApplicationContext context = Configuration.of("conductor", file)) {
            return context.getBean(ConductorConfig.class);
        }
    }

    @Test
    void hasTheseDefaults() {
        assertThat(read(null)).isEqualTo(DEFAULTS);
    }

    @Test
    void aFileOverridesThem(@TempDir Path folder) throws IOException {
        ConductorConfig config = read(Files.writeString(folder.resolve("conductor.yaml"), """
                cellplane:
                  max-attempts: 5
                  database:
                    url: jdbc:mysql://db:3306/other
                """));
        assertThat(config.maxAttempts()).isEqualTo(5);
        assertThat(config.database().url()).isEqualTo("jdbc:mysql://db:3306/other");
        assertThat(config.database().pool()).isEqualTo(DEFAULTS.database().pool());
        assertThat(config.services()).isEqualTo(DEFAULTS.services());
    }
}
