package io.cellplane.compute.hypervisor;

import static io.cellplane.contracts.server.PowerState.PAUSED;
import static io.cellplane.contracts.server.PowerState.RUNNING;
import static io.cellplane.contracts.server.PowerState.SHUTDOWN;
import static io.cellplane.contracts.server.PowerState.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.host.ConsoleAnswer;
import io.cellplane.contracts.host.GuestDiagnostics;
import io.cellplane.contracts.host.GuestPort;
import io.cellplane.contracts.host.Power;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.server.PowerState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every driver must do, so that the agent may repeat anything at any time. */
public abstract class HypervisorContract {

    protected abstract TestedHost host();

    private Hypervisor hypervisor() {
        return host().hypervisor();
    }

    private Hypervisor restarted() {
        return host().restarted();
    }

    /** A running guest that no operation made. */
    private NewGuest stray(UUID server) {
        return host().guest(server, null, 1, true);
    }

    @Test
    void spawned_guest_runs() throws InterruptedException {
        UUID server = UUID.randomUUID();
        assertThat(hypervisor().guest(server)).isEmpty();
        assertThat(hypervisor().spawn(stray(server))).isEqualTo(PowerState.RUNNING);
        assertThat(hypervisor().guest(server)).contains(PowerState.RUNNING);
        assertThat(hypervisor().guests()).containsEntry(server, PowerState.RUNNING);
    }

    @Test
    void spawn_twice_is_one_guest() throws InterruptedException {
        UUID server = UUID.randomUUID();
        int before = hypervisor().guests().size();
        hypervisor().spawn(stray(server));
        hypervisor().spawn(stray(server));
        assertThat(hypervisor().guests()).hasSize(before + 1);
    }

    @Test
    void destroyed_guest_is_gone_and_destroy_twice_is_fine() throws InterruptedException {
        UUID server = UUID.randomUUID();
        UUID neighbour = UUID.randomUUID();
        hypervisor().spawn(stray(server));
        hypervisor().spawn(stray(neighbour));
        hypervisor().destroy(server);
        hypervisor().destroy(server);
        assertThat(hypervisor().guests()).doesNotContainKey(server).containsKey(neighbour);
    }

    @Test
    void destroy_of_an_unknown_guest_is_fine() throws InterruptedException {
        hypervisor().destroy(UUID.randomUUID());
    }

    @Test
    void spawn_after_destroy_is_anew_guest() throws InterruptedException {
        UUID server = UUID.randomUUID();
        hypervisor().spawn(stray(server));
        hypervisor().destroy(server);
        hypervisor().spawn(stray(server));
        assertThat(hypervisor().guest(server)).contains(PowerState.RUNNING);
    }

    @Test
    void guests_outlive_the_agent() throws InterruptedException {
        UUID server = UUID.randomUUID();
        hypervisor().spawn(stray(server));
        assertThat(restarted().guests()).containsEntry(server, PowerState.RUNNING);
        restarted().destroy(server);
        assertThat(restarted().guests()).doesNotContainKey(server);
    }

    @Test
    void an_interrupt_ends_a_spawn() throws InterruptedException {
        UUID server = UUID.randomUUID();
        Thread thread = Thread.ofVirtual().unstarted(() -> {
            try {
                hypervisor().spawn(stray(server));
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

    /** What a guest is after a change of power; where nothing stands, its state does not allow it. */
    private static final Map<Power, Map<PowerState, PowerState>> AFTER = Map.of(
            Power.START, Map.of(RUNNING, RUNNING, SHUTDOWN, RUNNING),
            Power.STOP, all(SHUTDOWN),
            Power.REBOOT, all(RUNNING),
            Power.HARD_REBOOT, all(RUNNING),
            Power.PAUSE, Map.of(RUNNING, PAUSED, PAUSED, PAUSED),
            Power.UNPAUSE, Map.of(RUNNING, RUNNING, PAUSED, RUNNING),
            Power.SUSPEND, Map.of(RUNNING, SUSPENDED, SUSPENDED, SUSPENDED),
            Power.RESUME, Map.of(RUNNING, RUNNING, SUSPENDED, RUNNING),
            Power.CRASH_DUMP, Map.of(RUNNING, RUNNING, PAUSED, PAUSED));

    private static Map<PowerState, PowerState> all(PowerState then) {
        return Map.of(RUNNING, then, SHUTDOWN, then, PAUSED, then, SUSPENDED, then);
    }

    private UUID guest(PowerState state) throws InterruptedException {
        UUID server = UUID.randomUUID();
        hypervisor().spawn(stray(server));
        switch (state) {
            case SHUTDOWN -> hypervisor().change(server, Power.STOP);
            case PAUSED -> hypervisor().change(server, Power.PAUSE);
            case SUSPENDED -> hypervisor().change(server, Power.SUSPEND);
            default -> {}
        }
        assertThat(hypervisor().guest(server)).contains(state);
        return server;
    }

    @ParameterizedTest
    @EnumSource
    void a_change_of_power_is_done_once_or_refused(Power power) throws InterruptedException {
        for (PowerState before : List.of(RUNNING, SHUTDOWN, PAUSED, SUSPENDED)) {
            if (!host().tries(power, before)) {
                continue;
            }
            UUID server = guest(before);
            PowerState after = Objects.requireNonNull(AFTER.get(power)).get(before);
            if (after == null) {
                assertThatThrownBy(() -> hypervisor().change(server, power))
                        .isInstanceOfSatisfying(
                                Refused.class,
                                refused -> assertThat(refused.failure()).isEqualTo(Failure.POWER_REFUSED));
                assertThat(hypervisor().guest(server)).contains(before);
            } else {
                assertThat(hypervisor().change(server, power)).as("%s", before).isEqualTo(after);
                assertThat(hypervisor().change(server, power)).as("again").isEqualTo(after);
                assertThat(hypervisor().guests()).containsEntry(server, after);
                assertThat(restarted().guests()).containsEntry(server, after);
            }
            hypervisor().destroy(server);
        }
    }

    /** It may wait in whatever way the driver likes: what counts is that it does not run, and what is told of it. */
    @Test
    void what_is_made_and_not_started_is_off_until_it_is_told_to_start() throws InterruptedException {
        UUID server = UUID.randomUUID();
        Step maker = new Step(UUID.randomUUID(), "spawn", 1);
        NewGuest made = host().guest(server, maker, 1, false);
        assertThat(hypervisor().spawn(made)).isEqualTo(SHUTDOWN);
        assertThat(hypervisor().spawn(made)).as("again").isEqualTo(SHUTDOWN);
        assertThat(restarted().guests()).containsEntry(server, SHUTDOWN);
        assertThat(restarted().maker(server)).contains(maker);
        assertThatThrownBy(() -> hypervisor().change(server, Power.PAUSE)).isInstanceOf(Refused.class);
        assertThat(hypervisor().change(server, Power.STOP)).isEqualTo(SHUTDOWN);
        assertThat(restarted().change(server, Power.START)).isEqualTo(RUNNING);
        assertThat(hypervisor().spawn(made)).as("late").isEqualTo(RUNNING);
        assertThat(hypervisor().change(server, Power.PAUSE)).isEqualTo(PAUSED);
        assertThat(restarted().guest(server)).contains(PAUSED);
    }

    @Test
    void a_guest_is_the_last_step_s_that_has_made_it() throws InterruptedException {
        UUID server = UUID.randomUUID();
        assertThat(hypervisor().maker(server)).isEmpty();
        Step maker = new Step(UUID.randomUUID(), "spawn", 1);
        hypervisor().spawn(host().guest(server, maker, 1, false));
        assertThat(hypervisor().maker(server)).contains(maker);
        hypervisor().remove(server);
        assertThat(hypervisor().maker(server)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void without_a_guest_no_power_is_changed(Power power) {
        assertThatThrownBy(() -> hypervisor().change(UUID.randomUUID(), power))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.failure()).isEqualTo(Failure.GUEST_NOT_FOUND));
    }

    private List<String> cards(UUID server) {
        return hypervisor().diagnostics(server).orElseThrow().cards().stream()
                .map(GuestDiagnostics.Card::mac)
                .toList();
    }

    private GuestPort card() {
        GuestPort card = host().card();
        Assumptions.assumeTrue(card != null, "there is nothing to plug a card into");
        return Objects.requireNonNull(card);
    }

    @Test
    void a_card_comes_while_the_guest_runs_once_and_stays_when_it_comes_on_again() throws InterruptedException {
        GuestPort card = card();
        UUID server = guest(RUNNING);
        hypervisor().plug(server, card);
        hypervisor().plug(server, card);
        assertThat(cards(server)).containsExactly(card.macAddress());
        assertThat(restarted().change(server, Power.HARD_REBOOT)).isEqualTo(RUNNING);
        assertThat(cards(server)).containsExactly(card.macAddress());
    }

    @Test
    void a_card_comes_and_goes_while_the_guest_is_off() throws InterruptedException {
        GuestPort card = card();
        UUID server = guest(SHUTDOWN);
        hypervisor().plug(server, card);
        hypervisor().change(server, Power.START);
        assertThat(cards(server)).containsExactly(card.macAddress());
        hypervisor().change(server, Power.STOP);
        hypervisor().unplug(server, card.id());
        hypervisor().unplug(server, card.id());
        assertThat(hypervisor().change(server, Power.START)).isEqualTo(RUNNING);
        assertThat(cards(server)).isEmpty();
    }

    @Test
    void a_guest_that_runs_lets_go_of_a_card_or_keeps_it_for_good() throws InterruptedException {
        GuestPort card = card();
        UUID server = guest(RUNNING);
        hypervisor().plug(server, card);
        if (host().letsGo()) {
            hypervisor().unplug(server, card.id());
            assertThat(cards(server)).isEmpty();
        } else {
            refusesCard(() -> hypervisor().unplug(server, card.id()));
        }
        hypervisor().change(server, Power.HARD_REBOOT);
        assertThat(cards(server)).hasSize(host().letsGo() ? 0 : 1);
    }

    private static void refusesCard(ThrowingCallable change) {
        assertThatThrownBy(change)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.failure()).isEqualTo(Failure.CARD_REFUSED));
    }

    @Test
    void without_a_guest_or_while_it_is_suspended_no_card_is_changed() throws InterruptedException {
        GuestPort card = card();
        for (ThrowingCallable change : List.<ThrowingCallable>of(
                () -> hypervisor().plug(UUID.randomUUID(), card),
                () -> hypervisor().unplug(UUID.randomUUID(), card.id()))) {
            assertThatThrownBy(change)
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.failure()).isEqualTo(Failure.GUEST_NOT_FOUND));
        }
        UUID server = guest(SUSPENDED);
        refusesCard(() -> hypervisor().plug(server, card));
        refusesCard(() -> hypervisor().unplug(server, card.id()));
    }

    @Test
    void tells_what_a_guest_writes_and_uses() throws InterruptedException {
        UUID server = UUID.randomUUID();
        assertThat(hypervisor().console(server)).isEmpty();
        assertThat(hypervisor().diagnostics(server)).isEmpty();
        hypervisor().spawn(stray(server));
        assertThat(hypervisor().console(server))
                .hasValueSatisfying(console -> assertThat(console).hasSizeLessThanOrEqualTo(ConsoleAnswer.MOST));
        GuestDiagnostics used = hypervisor().diagnostics(server).orElseThrow();
        assertThat(used.isSound()).isTrue();
        assertThat(used.cpus()).hasSize(1);
        assertThat(used.disks()).isNotEmpty();
        assertThat(used.memoryKib()).isPositive();
        hypervisor().change(server, Power.STOP);
        assertThat(hypervisor().console(server)).as("of one that is off").isPresent();
    }

    @Test
    void tells_what_the_host_has() {
        HypervisorFacts facts = hypervisor().facts();
        assertThat(facts.vcpus()).isPositive();
        assertThat(facts.memoryMb()).isPositive();
        assertThat(facts.diskGb()).isPositive();
        assertThat(facts.version()).isPositive();
        assertThat(facts.type()).isNotBlank();
        assertThat(facts.hostname()).isNotBlank();
        assertThat(facts.details().isSound()).isTrue();
        assertThat(hypervisor().facts()).as("as it was").isEqualTo(facts);
    }
}
