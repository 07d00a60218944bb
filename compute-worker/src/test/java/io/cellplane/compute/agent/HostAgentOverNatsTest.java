package io.cellplane.compute.agent;

import io.cellplane.bus.Bus;
import io.cellplane.bus.NatsBus;
import io.cellplane.bus.NatsServer;
import io.cellplane.bus.NatsSettings;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

class HostAgentOverNatsTest extends HostAgentContract {
    private static @Nullable NatsServer server;
    private static final AtomicInteger NAMES = new AtomicInteger();

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

    @Override
    Bus connect() {
        NatsServer running = server;
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return NatsBus.connect(NatsSettings.open(running.url(), "t" + NAMES.incrementAndGet()));
    }
}
