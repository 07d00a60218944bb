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
            new TemporalServer("127.0.0.1:7233", "default"),
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
}
