package io.cellplane.compute.hypervisor.simulated;

import io.cellplane.compute.hypervisor.KeepingContract;
import io.cellplane.compute.hypervisor.TestedHost;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SimulatedKeepingTest extends KeepingContract {
    private final SimulatedHost host;

    SimulatedKeepingTest(@TempDir Path folder) {
        host = new SimulatedHost(folder);
    }

    @Override
    protected TestedHost host() {
        return host;
    }
}
