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
import java.time.Duration;
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
            new HypervisorConfig("simulated", ".cellplane/storage", 64, 262144, 4096));

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
                "c", List.of("h"), folder.toString(), DEFAULTS.nats(), new HypervisorConfig("abacus", "", 1, 1, 1));
        assertThatThrownBy(() -> config.hypervisorOf("h")).hasMessageContaining("abacus");
    }

    @Test
    void theEnvironmentOverridesBoth(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("compute-worker.yaml"), """
                cellplane:
                  cell: cell7
                  hosts: [file]
                  nats:
                    url: nats://file:4222
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
        process.environment().put("CELLPLANE_NATS_URL", "nats://environment:4222");
        process.environment().put("CELLPLANE_HOSTS", "a.rack,b");
        process.environment().put("CELLPLANE_HYPERVISOR_MEMORY_MB", "1024");
        Process shown =
                process.redirectErrorStream(true).redirectOutput(out.toFile()).start();
        assertThat(shown.onExit()).succeedsWithin(Duration.ofSeconds(60));
        assertThat(Files.readString(out))
                .contains("cell=cell7, hosts=[a.rack, b]")
                .contains("url=nats://environment:4222, user=file")
                .contains("memoryMb=1024");
    }

    /** A process of its own, since a process cannot change its own environment. */
    static final class Shown {
        private Shown() {}

        public static void main(String[] arguments) {
            try (ApplicationContext context = Configuration.of("compute-worker")) {
                System.out.println(context.getBean(HostConfig.class));
            }
        }
    }
}
