package io.cellplane.compute.hypervisor.libvirt;

import io.cellplane.compute.hypervisor.HypervisorContract;
import io.cellplane.compute.hypervisor.TestedHost;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The port's contract with real guests. */
class LibvirtHypervisorTest extends HypervisorContract {
    private final LibvirtHost host;

    @BeforeAll
    static void assume() {
        TestLibvirt.assume();
    }

    LibvirtHypervisorTest(@TempDir Path folder, TestInfo test) {
        // Of the changes of power the host itself tries a part.
        if (!test.getDisplayName().contains("Power")) {
            Sample.assume(test, 3);
        }
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
