package io.cellplane.compute.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cellplane.compute.hypervisor.HypervisorAway;
import io.cellplane.contracts.host.Power;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.server.PowerState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Libvirt's daemon hangs, or dies. */
class HungLibvirtTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    /** More than a daemon works on for one connection. */
    private static final int AT_ONCE = 12;

    private final TestLibvirt libvirt;
    private final LibvirtHost host;
    private final UUID server = UUID.randomUUID();
    private final Step maker = new Step(UUID.randomUUID(), "spawn", 1);

    @BeforeAll
    static void assume() {
        TestLibvirt.assume();
    }

    HungLibvirtTest(@TempDir Path folder) {
        libvirt = TestLibvirt.shared();
        host = new LibvirtHost(folder, libvirt.uri());
    }

    @BeforeEach
    void boot() throws InterruptedException {
        host.hypervisor().spawn(host.guest(server, maker, 1, true));
    }

    @AfterEach
    void clean() throws Exception {
        libvirt.goOn();
        answers();
        host.close();
    }

    /** The same host, which soon loses patience. */
    private LibvirtHypervisor hasty() {
        return host.with(Duration.ofMillis(700));
    }

    private Optional<PowerState> answers() {
        return await().atMost(LONG)
                .ignoreExceptionsInstanceOf(HypervisorAway.class)
                .until(() -> host.hypervisor().guest(server), _ -> true);
    }

    @Test
    void whatever_is_asked_of_one_that_hangs_ends_and_nothing_is_known() throws Exception {
        LibvirtHypervisor hasty = hasty();
        libvirt.hang();
        assertThatThrownBy(() -> hasty.change(server, Power.STOP)).isInstanceOf(HypervisorAway.class);
        assertThatThrownBy(() -> hasty.destroy(server)).isInstanceOf(HypervisorAway.class);
        assertThatThrownBy(hasty::guests).isInstanceOf(HypervisorAway.class);
        assertThatThrownBy(hasty::facts).isInstanceOf(HypervisorAway.class);
        libvirt.goOn();
        assertThat(answers()).contains(PowerState.RUNNING);
        assertThat(await().atMost(LONG)
                        .ignoreExceptionsInstanceOf(HypervisorAway.class)
                        .until(() -> hasty.change(server, Power.PAUSE), _ -> true))
                .isEqualTo(PowerState.PAUSED);
    }

    /** Else a removal could find nothing, and the guest be made afterwards. */
    @Test
    void what_it_was_told_before_it_hung_is_over_before_the_next_is_done() throws Exception {
        Calls calls = new Calls(new Connections(libvirt.uri()), Duration.ofMillis(700));
        Domains domains = new Domains(calls);
        domains.find(server);
        libvirt.hang();
        assertThatThrownBy(() -> domains.off(server)).isInstanceOf(HypervisorAway.class);
        assertThatThrownBy(() -> domains.xml(server)).hasMessageContaining("before");
        libvirt.goOn();
        assertThat(await().atMost(LONG)
                        .ignoreExceptionsInstanceOf(HypervisorAway.class)
                        .until(() -> domains.find(server).orElseThrow(), _ -> true)
                        .active())
                .isFalse();
    }

    @Test
    void calls_that_waited_at_once_while_it_hung_are_all_answered() throws Exception {
        Domains domains = new Domains(new Calls(new Connections(libvirt.uri()), LONG));
        domains.find(server);
        libvirt.hang();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<Domains.Seen>>> asked = IntStream.range(0, AT_ONCE)
                    .mapToObj(_ -> threads.submit(() -> domains.look(server)))
                    .toList();
            await().atMost(LONG).until(() -> waiting() == AT_ONCE);
            libvirt.goOn();
            for (Future<Optional<Domains.Seen>> one : asked) {
                assertThat(one.get()).isPresent();
            }
        }
    }

    private static long waiting() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("libvirt: find the guest"))
                .count();
    }

    @Test
    void guests_outlive_the_daemon_and_a_new_one_is_connected_to() throws IOException, InterruptedException {
        libvirt.killDaemon();
        assertThatThrownBy(() -> host.hypervisor().guests()).isInstanceOf(HypervisorAway.class);
        libvirt.startDaemon();
        assertThat(answers()).contains(PowerState.RUNNING);
        assertThat(host.hypervisor().maker(server)).contains(maker);
        assertThat(host.hypervisor().change(server, Power.STOP)).isEqualTo(PowerState.SHUTDOWN);
    }
}
