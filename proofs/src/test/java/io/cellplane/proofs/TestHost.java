package io.cellplane.proofs;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cellplane.bus.Bus;
import io.cellplane.compute.agent.HostAgent;
import io.cellplane.compute.agent.HostSettings;
import io.cellplane.compute.hypervisor.simulated.SimulatedHypervisor;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.server.PortBinding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A host with its agent, which can be killed and started again; its guests stay. */
final class TestHost implements AutoCloseable {
    private final HostSettings settings;
    private final SimulatedHypervisor hypervisor;
    private final Supplier<Bus> bus;
    private final Patience patience;
    private Bus connection;
    private HostAgent agent;

    /** @param storage shared by the hosts of the cell, or its own */
    TestHost(HostSettings settings, Path storage, Supplier<Bus> bus, int memoryMb, Patience patience) {
        this.settings = settings;
        this.bus = bus;
        this.patience = patience;
        this.hypervisor = new SimulatedHypervisor(
                settings.folder().resolve("guests"),
                storage,
                SimulatedHypervisor.facts(settings.host(), 1000, memoryMb, 10_000));
        this.connection = bus.get();
        this.agent = new HostAgent(settings, connection, hypervisor, patience);
    }

    SimulatedHypervisor hypervisor() {
        return hypervisor;
    }

    /** What the cards of a guest are plugged into here. */
    List<String> bridges(UUID server) {
        Path file = settings.folder().resolve("guests").resolve(server + ".guest");
        try {
            return new JsonMapper().readTree(file.toFile()).findValuesAsText(PortBinding.BRIDGE_NAME);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was really done to a guest here, in order. */
    List<String> effects(UUID server) {
        try (Stream<String> lines =
                Files.lines(settings.folder().resolve("guests").resolve(SimulatedHypervisor.EFFECTS))) {
            return lines.filter(line -> line.endsWith(" " + server))
                    .map(line -> line.split(" ", -1)[0])
                    .toList();
        } catch (NoSuchFileException nothing) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing that is under way gets an outcome. */
    void kill() {
        connection.close();
        agent.close();
    }

    void start() {
        connection = bus.get();
        agent = new HostAgent(settings, connection, hypervisor, patience);
    }

    @Override
    public void close() {
        hypervisor.release();
        kill();
    }
}
