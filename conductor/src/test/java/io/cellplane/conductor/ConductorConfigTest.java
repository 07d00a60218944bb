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
import java.time.Duration;
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
            new TemporalServer("127.0.0.1:7233", "default", "", ""),
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

    @Test
    void theEnvironmentOverridesBoth(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("conductor.yaml"), """
                cellplane:
                  max-attempts: 5
                  database:
                    url: jdbc:mysql://file:3306/other
                    user: file
                """);
        Path out = folder.resolve("out");
        ProcessBuilder process = new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Shown.class.getName());
        process.environment().put("CELLPLANE_CONFIG", file.toString());
        process.environment().put("CELLPLANE_DATABASE_URL", "jdbc:mysql://environment:3306/third");
        process.environment().put("CELLPLANE_DATABASE_PASSWORD_FILE", "/secret/database");
        process.environment().put("CELLPLANE_SERVICES_IMAGE_URL", "http://images");
        process.environment().put("CELLPLANE_MAX_ATTEMPTS", "7");
        Process shown =
                process.redirectErrorStream(true).redirectOutput(out.toFile()).start();
        assertThat(shown.onExit()).succeedsWithin(Duration.ofSeconds(60));
        assertThat(Files.readString(out))
                .contains("maxAttempts=7")
                .contains("url=jdbc:mysql://environment:3306/third, user=file, passwordFile=/secret/database, pool=16")
                .contains("imageUrl=http://images");
    }

    /** A process of its own, since a process cannot change its own environment. */
    static final class Shown {
        private Shown() {}

        public static void main(String[] arguments) {
            try (ApplicationContext context = Configuration.of("conductor")) {
                System.out.println(context.getBean(ConductorConfig.class));
            }
        }
    }
}
