package io.cellplane.compute.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.server.PowerState;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every driver must do, so that the agent may repeat anything at any time. */
public abstract class HypervisorContract {

    /** The driver under test, the same host for the whole test. */
    protected abstract Hypervisor hypervisor();

    /** The driver as a restarted agent sees it: guests are still there. */
    protected abstract Hypervisor restarted();

    @Test
    void spawnedGuestRuns() throws InterruptedException {
        UUID server = UUID.randomUUID();
        assertThat(hypervisor().guest(server)).isEmpty();
        assertThat(hypervisor().spawn(NewGuest.stray(Guests.small(server)))).isEqualTo(PowerState.RUNNING);
        assertThat(hypervisor().guest(server)).contains(PowerState.RUNNING);
        assertThat(hypervisor().guests()).containsEntry(server, PowerState.RUNNING);
    }

    @Test
    void spawnTwiceIsOneGuest() throws InterruptedException {
        UUID server = UUID.randomUUID();
        int before = hypervisor().guests().size();
        hypervisor().spawn(NewGuest.stray(Guests.small(server)));
        hypervisor().spawn(NewGuest.stray(Guests.small(server)));
        assertThat(hypervisor().guests()).hasSize(before + 1);
    }

    @Test
    void destroyedGuestIsGoneAndDestroyTwiceIsFine() throws InterruptedException {
        UUID server = UUID.randomUUID();
        UUID neighbour = UUID.randomUUID();
        hypervisor().spawn(NewGuest.stray(Guests.small(server)));
        hypervisor().spawn(NewGuest.stray(Guests.small(neighbour)));
        hypervisor().destroy(server);
        hypervisor().destroy(server);
        assertThat(hypervisor().guests()).doesNotContainKey(server).containsKey(neighbour);
    }

    @Test
    void destroyOfAnUnknownGuestIsFine() throws InterruptedException {
        hypervisor().destroy(UUID.randomUUID());
    }

    @Test
    void spawnAfterDestroyIsAnewGuest() throws InterruptedException {
        UUID server = UUID.randomUUID();
        hypervisor().spawn(NewGuest.stray(Guests.small(server)));
        hypervisor().destroy(server);
        hypervisor().spawn(NewGuest.stray(Guests.small(server)));
        assertThat(hypervisor().guest(server)).contains(PowerState.RUNNING);
    }

    @Test
    void guestsOutliveTheAgent() throws InterruptedException {
        UUID server = UUID.randomUUID();
        hypervisor().spawn(NewGuest.stray(Guests.small(server)));
        assertThat(restarted().guests()).containsEntry(server, PowerState.RUNNING);
        restarted().destroy(server);
        assertThat(restarted().guests()).doesNotContainKey(server);
    }

    @Test
    void anInterruptEndsAspawn() throws InterruptedException {
        UUID server = UUID.randomUUID();
        Thread thread = Thread.ofVirtual().unstarted(() -> {
            try {
                hypervisor().spawn(NewGuest.stray(Guests.small(server)));
            } catch (InterruptedException | HypervisorFailure e) {
                // Either way it ended; what it left is for the destroy.
            }
        });
        thread.start();
        thread.interrupt();
        thread.join();
        hypervisor().destroy(server);
        assertThat(hypervisor().guest(server)).isEmpty();
    }

    @Test
    void tellsWhatTheHostHas() {
        HypervisorFacts facts = hypervisor().facts();
        assertThat(facts.vcpus()).isPositive();
        assertThat(facts.memoryMb()).isPositive();
        assertThat(facts.diskGb()).isPositive();
        assertThat(facts.version()).isPositive();
        assertThat(facts.type()).isNotBlank();
        assertThat(facts.hostname()).isNotBlank();
    }
}
