package io.cellplane.proofs;

import io.cellplane.bus.Bus;
import io.cellplane.compute.agent.HostAgent;
import io.cellplane.compute.agent.HostSettings;
import io.cellplane.compute.hypervisor.simulated.SimulatedHypervisor;
import io.cellplane.contracts.Patience;
import java.nio.file.Path;
import java.util.function.Supplier;

/** A host with its agent, which can be killed and started again; its guests stay. */
final class TestHost implements AutoCloseable {
    private final HostSettings settings;
    private final SimulatedHypervisor hypervisor;
    private final Supplier<Bus> bus;
    private final Patience patience;
    private Bus connection;
    private HostAgent agent;

    /** @param storage shared by the hosts of the cell */
    TestHost(String cell, String name, Path folder, Path storage, Supplier<Bus> bus, int memoryMb, Patience patience) {
        this.settings = new HostSettings(name, cell, folder);
        this.bus = bus;
        this.patience = patience;
        this.hypervisor = new SimulatedHypervisor(
                folder.resolve("guests"), storage, SimulatedHypervisor.facts(name, 1000, memoryMb, 10_000));
        this.connection = bus.get();
        this.agent = new HostAgent(settings, connection, hypervisor, patience);
    }

    SimulatedHypervisor hypervisor() {
        return hypervisor;
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
