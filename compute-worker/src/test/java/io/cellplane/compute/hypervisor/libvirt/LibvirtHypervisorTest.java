package io.cellplane.compute.hypervisor.libvirt;

import io.cellplane.compute.hypervisor.Hypervisor;
import io.cellplane.compute.hypervisor.HypervisorContract;
import io.cellplane.compute.hypervisor.NewGuest;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The port's contract with real guests. */
class LibvirtHypervisorTest extends HypervisorContract {
    private static TestLibvirt libvirt;

    @TempDir
    Path instances;

    private LibvirtHypervisor hypervisor;

    @BeforeAll
    static void startLibvirt() {
        libvirt = TestLibvirt.start();
    }

    @AfterAll
    static void stopLibvirt() {
        if (libvirt != null) {
            libvirt.close();
        }
    }

    @BeforeEach
    void open() {
        hypervisor = make();
    }

    @AfterEach
    void clean() throws InterruptedException {
        for (UUID server : hypervisor.guests().keySet()) {
            hypervisor.destroy(server);
        }
    }

    private LibvirtHypervisor make() {
        return LibvirtHost.open(LibvirtHost.settings(libvirt.uri()), instances);
    }

    @Override
    protected Hypervisor hypervisor() {
        return hypervisor;
    }

    @Override
    protected Hypervisor restarted() {
        return make();
    }

    @Override
    protected NewGuest stray(UUID server) {
        return LibvirtHost.guest(LibvirtHost.spec(server, Map.of()), null, true);
    }
}
