package io.cellplane.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cellplane.bus.Bus;
import io.cellplane.bus.BusFailure;
import io.cellplane.bus.NatsBus;
import io.cellplane.bus.NatsServer;
import io.cellplane.bus.NatsSettings;
import io.cellplane.bus.Wire;
import io.cellplane.compute.hypervisor.Guests;
import io.cellplane.contracts.host.Command;
import io.cellplane.contracts.host.Order;
import io.cellplane.contracts.host.Reply;
import io.cellplane.contracts.host.Subjects;
import io.cellplane.contracts.host.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process itself, started and killed as an operator would. */
class MainTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Path folder;

    MainTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void needsServer() {
        Assumptions.assumeTrue(NatsServer.program().isPresent(), "no nats-server on the path");
    }

    private Process start(String url, String cell) throws IOException {
        ProcessBuilder process = new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
        process.environment().put("CELLPLANE_NATS_URL", url);
        process.environment().put("CELLPLANE_DATA", folder.toString());
        process.environment().put("CELLPLANE_HOSTS", "h1,h2");
        process.environment().put("CELLPLANE_CELL", cell);
        process.environment()
                .put("CELLPLANE_HYPERVISOR_STORAGE", folder.resolve("storage").toString());
        process.environment().put("CELLPLANE_HEALTH_PORT", "0");
        process.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
        return process.start();
    }

    private static Reply outcome(Bus relay, String host, Command command) {
        return await().atMost(LONG)
                .until(() -> ask(relay, host, command), reply -> reply.state() != Reply.State.RUNNING);
    }

    private static Reply ask(Bus relay, String host, Command command) {
        try {
            byte[] answer = relay.request(
                            Subjects.command(host, command.verb()), Wire.encode(command), Duration.ofSeconds(5))
                    .join();
            return Wire.decode(answer, Reply.class);
        } catch (CompletionException e) {
            if (BusFailure.of(e) == null) {
                throw e;
            }
            return Reply.running();
        }
    }

    @Test
    void remembers_after_a_kill() throws Exception {
        UUID server = UUID.randomUUID();
        Command spawn = new Command(
                Verb.SPAWN,
                UUID.randomUUID(),
                "spawn",
                1,
                false,
                server,
                1,
                1,
                30_000,
                "req-1",
                new Order.Spawn(Guests.small(server), null, true));
        try (NatsServer nats = NatsServer.start();
                Bus relay = NatsBus.connect(NatsSettings.open(nats.url(), "relay"))) {
            Process first = start(nats.url(), "cell1");
            Reply done = outcome(relay, "h2", spawn);
            assertThat(done.state()).isEqualTo(Reply.State.DONE);
            first.destroyForcibly().waitFor();
            Process second = start(nats.url(), "cell1");
            try {
                assertThat(outcome(relay, "h2", spawn)).isEqualTo(done);
                assertThat(folder.resolve("h2/guests/" + server + ".guest")).exists();
                assertThat(folder.resolve("h1/identity.json")).exists();
            } finally {
                second.destroy();
                assertThat(second.onExit()).succeedsWithin(LONG);
            }
            Process moved = start(nats.url(), "cell2");
            assertThat(moved.onExit()).succeedsWithin(LONG);
            assertThat(moved.exitValue()).isEqualTo(1);
            assertThat(Files.readString(folder.resolve("log")))
                    .contains(
                            "h1 is not started: this folder belongs to host h1 of cell cell1",
                            "none of these hosts may start")
                    .doesNotContain("\tat ");
        }
    }
}
