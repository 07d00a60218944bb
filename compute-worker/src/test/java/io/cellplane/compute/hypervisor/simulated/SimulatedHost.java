package io.cellplane.compute.hypervisor.simulated;

import io.cellplane.compute.hypervisor.Guests;
import io.cellplane.compute.hypervisor.NewGuest;
import io.cellplane.compute.hypervisor.TestedHost;
import io.cellplane.contracts.host.GuestPort;
import io.cellplane.contracts.host.Power;
import io.cellplane.contracts.operation.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

final class SimulatedHost implements TestedHost {
    private final Path folder;
    private SimulatedHypervisor hypervisor;

    SimulatedHost(Path folder) {
        this.folder = folder;
        this.hypervisor = opened();
    }

    @Override
    public SimulatedHypervisor hypervisor() {
        return hypervisor;
    }

    @Override
    public SimulatedHypervisor restarted() {
        hypervisor = opened();
        return hypervisor;
    }

    private SimulatedHypervisor opened() {
        return new SimulatedHypervisor(
                folder.resolve("guests"), folder.resolve("storage"), SimulatedHypervisor.facts("h1", 8, 16384, 100));
    }

    @Override
    public NewGuest guest(UUID server, @Nullable Step maker, int rootGb, boolean powerOn) {
        return new NewGuest(Guests.sized(server, rootGb), maker, null, powerOn);
    }

    @Override
    public GuestPort card() {
        return new GuestPort(UUID.randomUUID(), UUID.randomUUID(), "fa:16:3e:00:00:07", List.of());
    }

    @Override
    public boolean letsGo() {
        return true;
    }

    /** The last line of the disk is what was written: a guest's own programs write there. */
    @Override
    public void write(UUID server, String text) throws InterruptedException {
        hypervisor.change(server, Power.START);
        hypervisor.inside(server).mark(text);
        hypervisor.change(server, Power.STOP);
    }

    @Override
    public String read(UUID server) {
        return hypervisor
                .inside(server)
                .root()
                .lines()
                .reduce((_, last) -> last)
                .orElse("");
    }
}
