package io.cellplane.cellworker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.cellworker.CellWorkerConfig.Database;
import io.cellplane.cellworker.CellWorkerConfig.Nats;
import io.cellplane.cellworker.CellWorkerConfig.Ratios;
import io.cellplane.cellworker.CellWorkerConfig.TemporalServer;
import io.cellplane.process.Configuration;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CellWorkerConfigTest {
    /** The defaults, once more: who changes one sees here who relies on it. */
    private static final CellWorkerConfig DEFAULTS = new CellWorkerConfig(
            "cell-worker",
            List.of("cell1", "cell0"),
            "",
            new Database("jdbc:mysql://127.0.0.1:3306/cellplane_api", "cellplane", "", 16),
            new TemporalServer("127.0.0.1:7233", "default", "", ""),
            new Nats("cell-worker", ""),
            new Ratios(4.0, 1.0, 1.0, 512, 0));

    private static CellWorkerConfig read(@Nullable Path file) {
        try (ApplicationContext context = Configuration.of("cell-worker", file)) {
            return context.getBean(CellWorkerConfig.class);
        }
    }

    @Test
    void hasTheseDefaults() {
        assertThat(read(null)).isEqualTo(DEFAULTS);
    }

    @Test
    void aFileOverridesThem(@TempDir Path folder) throws IOException {
        CellWorkerConfig config = read(Files.writeString(folder.resolve("cell-worker.yaml"), """
                cellplane:
                  cells: [cell7]
                  ratios:
                    cpu: 16.0
                """));
        assertThat(config.cells()).containsExactly("cell7");
        assertThat(config.ratios().cpu()).isEqualTo(16.0);
        assertThat(config.ratios().ram()).isEqualTo(DEFAULTS.ratios().ram());
        assertThat(config.nats()).isEqualTo(DEFAULTS.nats());
    }

    @Test
    void theEnvironmentOverridesBoth(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("cell-worker.yaml"), """
                cellplane:
                  cells: [cell7]
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
        process.environment().put("CELLPLANE_CELLS", "cell8,cell9");
        process.environment().put("CELLPLANE_RATIOS_RESERVED_MEMORY_MB", "1024");
        Process shown =
                process.redirectErrorStream(true).redirectOutput(out.toFile()).start();
        assertThat(shown.onExit()).succeedsWithin(Duration.ofSeconds(60));
        assertThat(Files.readString(out))
                .contains("cells=[cell8, cell9]")
                .contains("url=jdbc:mysql://environment:3306/third, user=file")
                .contains("reservedMemoryMb=1024");
    }

    /** A process of its own, since a process cannot change its own environment. */
    static final class Shown {
        private Shown() {}

        public static void main(String[] arguments) {
            try (ApplicationContext context = Configuration.of("cell-worker")) {
                System.out.println(context.getBean(CellWorkerConfig.class));
            }
        }
    }
}
