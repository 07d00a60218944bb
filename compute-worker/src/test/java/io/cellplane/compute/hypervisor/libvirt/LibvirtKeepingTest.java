package io.cellplane.compute.hypervisor.libvirt;

import io.cellplane.compute.hypervisor.KeepingContract;
import io.cellplane.compute.hypervisor.TestedHost;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** What leaves, arrives and comes back, with real guests on real disks. */
class LibvirtKeepingTest extends KeepingContract {
    private final LibvirtHost host;

    @BeforeAll
    static void assume() {
        TestLibvirt.assume();
    }

    LibvirtKeepingTest(@TempDir Path folder, TestInfo test) {
        Sample.assume(test, 4);
        host = new LibvirtHost(folder, TestLibvirt.shared().uri());
    }

    @AfterEach
    void clean() {
        host.close();
    }

    @Override
    protected TestedHost host() {
        return host;
    }
}
