package io.cellplane.compute.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.bus.NatsSettings;
import io.cellplane.compute.config.HostConfig.HypervisorConfig;
import io.cellplane.compute.config.HostConfig.Nats;
import io.cellplane.process.Configuration;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostConfigTest {
    /** The defaults, once more: who changes one sees here who relies on it. */
    private static final HostConfig DEFAULTS = new HostConfig(
            "cell1",
            List.of("host1"),
            ".cellplane/hosts",
            new Nats("nats://127.0.0.1:4222", "", "", ""),
            new HypervisorConfig("simulated", 64, 262144, 4096));

    private static HostConfig read(@Nullable Path file) {
        try (ApplicationContext context = Configuration.of("compute-worker", file)) {
            return context.getBean(HostConfig.class);
        }
    }

    @Test
    void hasTheseDefaults() {
        assertThat(read(null)).isEqualTo(DEFAULTS);
    }

    @Test
    void aFileOverridesThem(@TempDir Path folder) throws IOException {
        Path password = Files.writeString(folder.resolve("password"), "x");
        Path file = Files.writeString(folder.resolve("host.yaml"), """
                cellplane:
                  cell: cell7
                  hosts: [a.rack, b]
                  nats:
                    password-file: %s
                """.formatted(password));
        HostConfig config = read(file);
        assertThat(config.cell()).isEqualTo("cell7");
        assertThat(config.hosts()).containsExactly("a.rack", "b");
        assertThat(config.nats().url()).isEqualTo(DEFAULTS.nats().url());
        NatsSettings nats = config.natsOf("a.rack");
        assertThat(nats.user()).isEqualTo("a.rack");
        assertThat(nats.passwordFile()).isEqualTo(password);
        assertThat(nats.inboxPrefix()).isEqualTo("_INBOX.a_rack");
    }

    @Test
    void refusesAdriverThatIsNotThere(@TempDir Path folder) {
        HostConfig config = new HostConfig(
                "c", List.of("h"), folder.toString(), DEFAULTS.nats(), new HypervisorConfig("abacus", 1, 1, 1));
        assertThatThrownBy(() -> config.hypervisorOf("h")).hasMessageContaining("abacus");
    }
}
