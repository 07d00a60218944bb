package io.cellplane.compute.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cellplane.contracts.server.PowerState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.libvirt.Domain;

/** What happens to guests without the driver is told at once. */
class OnItsOwnTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final LibvirtHost host;
    private final UUID server = UUID.randomUUID();

    @BeforeAll
    static void assume() {
        TestLibvirt.assume();
    }

    OnItsOwnTest(@TempDir Path folder) {
        host = new LibvirtHost(folder, TestLibvirt.shared().uri());
    }

    @AfterEach
    void clean() {
        host.close();
    }

    @Test
    void a_guest_that_breaks_down_or_is_started_by_hand_is_told() throws IOException, InterruptedException {
        host.hypervisor().spawn(host.guest(server, null, 1, true));
        AtomicInteger told = new AtomicInteger();
        host.hypervisor().watch(told::incrementAndGet);
        TestLibvirt.shared().killGuest(server);
        await().atMost(LONG).until(() -> told.get() > 0);
        await().atMost(LONG).until(() -> host.hypervisor().guest(server).orElseThrow() == PowerState.SHUTDOWN);
        told.set(0);
        new Domains(host.calls()).tell(server, "start", Domain::create);
        await().atMost(LONG).until(() -> told.get() > 0);
        assertThat(host.hypervisor().guest(server)).contains(PowerState.RUNNING);
    }
}
