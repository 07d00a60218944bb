package io.cellplane.compute.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cellplane.compute.hypervisor.HypervisorFailure;
import io.cellplane.compute.hypervisor.NewGuest;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.server.PowerState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.libvirt.Domain;

/** What happens to guests without the driver is told at once. */
class OnItsOwnTest extends OneHost {
    OnItsOwnTest(@TempDir Path folder) {
        super(folder);
    }

    @BeforeEach
    void some(TestInfo test) {
        Sample.assume(test, 2);
    }

    @Test
    void a_guest_that_breaks_down_or_is_started_or_paused_by_hand_is_told() throws IOException, InterruptedException {
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
        told.set(0);
        new Domains(host.calls()).tell(server, "pause", domain -> {
            domain.suspend();
            return server;
        });
        await().atMost(LONG).until(() -> told.get() > 0);
        assertThat(host.hypervisor().guest(server)).contains(PowerState.PAUSED);
    }

    @Test
    void a_guest_that_somebody_else_has_made_is_named_and_not_touched() throws InterruptedException {
        String xml = """
                <domain type='qemu'><name>by-hand</name><uuid>%s</uuid><memory unit='MiB'>32</memory>
                <os><type arch='x86_64' machine='pc'>hvm</type></os></domain>
                """.formatted(server);
        new Domains(host.calls()).define(server, xml);
        assertThat(host.hypervisor().guests()).containsEntry(server, PowerState.SHUTDOWN);
        assertThat(host.hypervisor().maker(server)).isEmpty();
        NewGuest ours = host.guest(server, new Step(UUID.randomUUID(), "spawn", 1), 1, false);
        assertThatThrownBy(() -> host.hypervisor().spawn(ours)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> host.hypervisor().leave(server, new Step(UUID.randomUUID(), "leave", 1)))
                .isInstanceOf(HypervisorFailure.class);
        assertThat(host.hypervisor().kept()).isEmpty();
        assertThat(host.hypervisor().guests()).containsKey(server);
    }

    /** Libvirt calls back into what was registered with it; were that collected, the process would break down. */
    @Test
    void what_is_told_to_a_driver_that_is_used_no_more_harms_nobody() throws InterruptedException {
        for (int round = 0; round < 2; round++) {
            UUID another = UUID.randomUUID();
            host.restarted().spawn(host.guest(another, null, 1, true));
            System.gc();
            host.restarted().destroy(another);
            System.gc();
        }
        assertThat(host.restarted().guests()).isEmpty();
    }
}
