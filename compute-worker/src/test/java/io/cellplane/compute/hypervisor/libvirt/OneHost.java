package io.cellplane.compute.hypervisor.libvirt;

import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** A host for each test of a class, on the libvirt that all share, and a guest there. */
abstract class OneHost {
    static final Duration LONG = Duration.ofSeconds(60);

    final LibvirtHost host;
    final UUID server = UUID.randomUUID();

    OneHost(Path folder) {
        host = new LibvirtHost(folder, TestLibvirt.shared().uri());
    }

    @BeforeAll
    static void assume() {
        TestLibvirt.assume();
    }

    @AfterEach
    void clean() {
        host.close();
    }
}
