package io.cellplane.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NatsBusTest extends BusContract {
    private static final Duration SOON = Duration.ofSeconds(10);

    private static @Nullable NatsServer server;
    private final AtomicInteger names = new AtomicInteger();

    @BeforeAll
    static void startServer() throws IOException {
        Assumptions.assumeTrue(NatsServer.program().isPresent(), "no nats-server on the path");
        server = NatsServer.start();
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    private static NatsServer server() {
        NatsServer started = server;
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return started;
    }

    @Override
    Bus connect() {
        return NatsBus.connect(NatsSettings.open(server().url(), "test" + names.incrementAndGet()));
    }

    @Test
    void comes_back_with_its_subscriptions() throws IOException {
        try (NatsServer own = NatsServer.start()) {
            Bus cell = NatsBus.connect(NatsSettings.open(own.url(), "cell"));
            Bus host = NatsBus.connect(NatsSettings.open(own.url(), "host"));
            AtomicInteger reconnects = new AtomicInteger();
            host.onReconnect(reconnects::incrementAndGet);
            subscribe(host, "q", m -> m.respond(bytes("a")));
            own.restart();
            await().atMost(SOON).until(() -> reconnects.get() == 1);
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(cell.request("q", bytes(""), SOON).join())
                                    .isNotEmpty());
            cell.close();
            host.close();
        }
    }

    @Test
    void without_a_server_the_bus_is_away_and_nobody_silent() throws IOException {
        NatsServer own = NatsServer.start();
        try (Bus cell = NatsBus.connect(NatsSettings.open(own.url(), "cell"));
                Bus host = NatsBus.connect(NatsSettings.open(own.url(), "host"))) {
            CompletableFuture<Boolean> heard = new CompletableFuture<>();
            subscribe(host, "q", _ -> heard.complete(true));
            CompletableFuture<byte[]> waits = cell.request("q", bytes(""), Duration.ofMinutes(1));
            heard.join();
            own.close();
            assertThatThrownBy(() -> waits.orTimeout(SOON.toMillis(), TimeUnit.MILLISECONDS)
                            .join())
                    .hasCauseInstanceOf(BusAway.class);
            await().atMost(SOON).until(() -> !cell.isConnected());
            assertThatThrownBy(() ->
                            cell.request("q", bytes(""), Duration.ofMillis(1)).join())
                    .hasCauseInstanceOf(BusAway.class);
        }
    }

    @Test
    void of_two_servers_the_second_is_used_when_the_first_is_gone() throws IOException {
        NatsServer first = NatsServer.start();
        try (NatsServer second = NatsServer.start();
                Bus host = NatsBus.connect(NatsSettings.open(first.url() + "," + second.url(), "host"));
                Bus before = NatsBus.connect(NatsSettings.open(first.url(), "before"));
                Bus after = NatsBus.connect(NatsSettings.open(second.url(), "after"))) {
            subscribe(host, "q", m -> m.respond(bytes("a")));
            assertThat(before.request("q", bytes(""), SOON)).succeedsWithin(SOON);
            first.close();
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(after.request("q", bytes(""), SOON).join())
                                    .isNotEmpty());
        }
    }

    @Test
    void a_server_that_hangs_is_away() throws IOException, InterruptedException {
        try (NatsServer own = NatsServer.start()) {
            NatsSettings soon =
                    new NatsSettings(own.url(), "cell", "_INBOX.cell", null, null, null, Duration.ofMillis(200));
            try (Bus cell = NatsBus.connect(soon)) {
                own.freeze();
                await().atMost(SOON).until(() -> !cell.isConnected());
            }
        }
    }

    @Test
    void shows_who_it_is(@TempDir Path folder) throws IOException {
        Path password = Files.writeString(folder.resolve("password"), "s3cret\n");
        Path wrong = Files.writeString(folder.resolve("wrong"), "guess");
        try (NatsServer own = NatsServer.start("--user", "h1", "--pass", "s3cret")) {
            NatsSettings right = new NatsSettings(own.url(), "h1", "_INBOX.h1", "h1", password, null, SOON);
            try (Bus host = NatsBus.connect(right)) {
                settle(host);
            }
            NatsSettings guess = new NatsSettings(own.url(), "h1", "_INBOX.h1", "h1", wrong, null, SOON);
            assertThatThrownBy(() -> NatsBus.connect(guess)).isInstanceOf(BusAway.class);
        }
    }
}
