package io.cellplane.proofs;

import io.cellplane.bus.Bus;
import io.cellplane.bus.NatsBus;
import io.cellplane.bus.NatsSettings;
import io.cellplane.embedded.FreePort;
import io.cellplane.embedded.NatsConfiguration;
import io.cellplane.embedded.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A real nats-server with its users, which can be killed and started again; tests that need it are skipped where there is none. */
final class TestNats implements AutoCloseable {
    static final String WORKER = "cell-worker-1";

    private final Path folder;
    private final NatsConfiguration configuration;
    private @Nullable Process process;

    /** @param hosts passwords by host; the cell-worker's is {@code w}, the API's {@code i} */
    TestNats(Path folder, Map<String, String> hosts) {
        Assumptions.assumeTrue(
                Programs.find("nats-server").isPresent(), "no nats-server: ./cellplane tools builds one");
        this.folder = folder;
        this.configuration = new NatsConfiguration(folder.resolve("nats.conf"), FreePort.next(), 0);
        configuration.write(WORKER, "w", "i", hosts);
        start();
    }

    void start() {
        try {
            process = new ProcessBuilder(
                            Programs.find("nats-server").orElseThrow().toString(),
                            "--config",
                            configuration.file().toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("nats.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void kill() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }

    void reload(Map<String, String> hosts) {
        configuration.write(WORKER, "w", "i", hosts);
        if (process != null) {
            NatsConfiguration.reload(process.pid());
        }
    }

    /** @param name what its inbox is called after */
    Bus as(String user, String password, String name) {
        NatsSettings settings = new NatsSettings(
                "nats://127.0.0.1:" + configuration.port(),
                name,
                "_INBOX." + name,
                user,
                write(folder.resolve(user + ".password"), password),
                null,
                Duration.ofSeconds(2));
        return Awaitility.await().ignoreExceptions().until(() -> NatsBus.connect(settings), bus -> true);
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
