package io.cellplane.compute.hypervisor.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cellplane.compute.hypervisor.Guests;
import io.cellplane.compute.hypervisor.HypervisorContract;
import io.cellplane.compute.hypervisor.HypervisorFailure;
import io.cellplane.compute.hypervisor.NewGuest;
import io.cellplane.compute.hypervisor.TestedHost;
import io.cellplane.contracts.host.Power;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulatedHypervisorTest extends HypervisorContract {
    private final SimulatedHost host;
    private final SimulatedHypervisor hypervisor;

    SimulatedHypervisorTest(@TempDir Path folder) {
        host = new SimulatedHost(folder);
        hypervisor = host.hypervisor();
    }

    @Override
    protected TestedHost host() {
        return host;
    }

    @Test
    void fails_before_the_effect() throws InterruptedException {
        UUID server = UUID.randomUUID();
        hypervisor.onSpawn().failBefore("no disk", 1);
        assertThatThrownBy(() -> hypervisor.spawn(NewGuest.stray(Guests.small(server))))
                .isInstanceOf(HypervisorFailure.class)
                .hasMessage("no disk");
        assertThat(hypervisor.guest(server)).isEmpty();
        hypervisor.spawn(NewGuest.stray(Guests.small(server)));
        assertThat(hypervisor.guest(server)).isPresent();
    }

    @Test
    void fails_after_the_effect() {
        UUID server = UUID.randomUUID();
        hypervisor.onSpawn().failAfter("lost", 1);
        assertThatThrownBy(() -> hypervisor.spawn(NewGuest.stray(Guests.small(server))))
                .isInstanceOf(HypervisorFailure.class);
        assertThat(hypervisor.guest(server)).isPresent();
    }

    @Test
    void hangs_until_it_is_released() {
        UUID server = UUID.randomUUID();
        hypervisor.onSpawn().hang();
        Thread.startVirtualThread(() -> {
            try {
                hypervisor.spawn(NewGuest.stray(Guests.small(server)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await().until(() -> hypervisor.onSpawn().hung() == 1);
        assertThat(hypervisor.guest(server)).isEmpty();
        hypervisor.onSpawn().release();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> hypervisor.guest(server).isPresent());
        assertThat(hypervisor.onSpawn().calls()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"PAUSE", "SUSPEND", "CRASH_DUMP"})
    void memory_outlives_what_does_not_switch_off(Power power) throws InterruptedException {
        UUID server = UUID.randomUUID();
        hypervisor.spawn(NewGuest.stray(Guests.small(server)));
        Optional<UUID> memory = hypervisor.inside(server).memory();
        hypervisor.change(server, power);
        assertThat(host.restarted().inside(server).memory()).isPresent().isEqualTo(memory);
        if (power != Power.CRASH_DUMP) {
            assertThatThrownBy(() -> hypervisor.inside(server).mark("x")).hasMessageContaining("does not run");
            hypervisor.change(server, power == Power.PAUSE ? Power.UNPAUSE : Power.RESUME);
        }
        assertThat(hypervisor.inside(server).memory()).isEqualTo(memory);
        hypervisor.inside(server).mark("runs");
    }

    @Test
    void memory_is_lost_with_power() throws InterruptedException {
        UUID server = UUID.randomUUID();
        hypervisor.spawn(NewGuest.stray(Guests.small(server)));
        Set<UUID> memories = new HashSet<>();
        for (Power power : List.of(Power.REBOOT, Power.HARD_REBOOT, Power.STOP, Power.START)) {
            hypervisor.change(server, power);
            hypervisor.inside(server).memory().ifPresent(memories::add);
        }
        assertThat(memories).hasSize(3);
        hypervisor.change(server, Power.SUSPEND);
        hypervisor.change(server, Power.STOP);
        assertThat(hypervisor.inside(server).memory()).isEmpty();
    }
}
