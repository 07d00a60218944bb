package io.cellplane.embedded;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.temporal.internal.testservice.GRPCServerHelper;
import io.temporal.internal.testservice.MendedWorkflowService;
import io.temporal.internal.testservice.TestServicesStarter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The SDK's test server, mended so that it loses no workflow: for clouds in one process and for tests. Closed, it forgets all. */
public final class InMemoryTemporal implements AutoCloseable {
    private final TestServicesStarter services;
    private final Server server;

    private InMemoryTemporal(TestServicesStarter services, Server server) {
        this.services = services;
        this.server = server;
    }

    /** @throws UncheckedIOException when it cannot listen on the port */
    public static InMemoryTemporal start(int port) {
        // Its clock may skip waits; locked, it is the real one.
        boolean lockedClock = true;
        var services = new TestServicesStarter(lockedClock, 0);
        var workflows = new MendedWorkflowService(services.getWorkflowService());
        ServerBuilder<?> builder = Grpc.newServerBuilderForPort(port, InsecureServerCredentials.create());
        GRPCServerHelper.registerServicesAndHealthChecks(
                List.of(services.getOperatorService(), services.getTestService(), workflows), builder);
        try {
            return new InMemoryTemporal(services, builder.build().start());
        } catch (IOException e) {
            services.close();
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
        services.close();
    }
}
