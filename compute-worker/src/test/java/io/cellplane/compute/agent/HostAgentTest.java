package io.cellplane.compute.agent;

import static io.cellplane.compute.agent.TestHost.SOON;
import static io.cellplane.compute.agent.TestHost.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cellplane.bus.Bus;
import io.cellplane.bus.BusFailure;
import io.cellplane.bus.Disturbance;
import io.cellplane.bus.Disturbance.Fate;
import io.cellplane.bus.Disturbance.Leg;
import io.cellplane.bus.InProcessBus;
import io.cellplane.bus.InProcessClient;
import io.cellplane.bus.NoResponders;
import io.cellplane.bus.RequestTimedOut;
import io.cellplane.bus.Wire;
import io.cellplane.compute.hypervisor.Guests;
import io.cellplane.compute.hypervisor.NewGuest;
import io.cellplane.compute.hypervisor.simulated.SimulatedHypervisor;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.host.Alive;
import io.cellplane.contracts.host.Command;
import io.cellplane.contracts.host.GuestFact;
import io.cellplane.contracts.host.GuestPowers;
import io.cellplane.contracts.host.GuestsAnswer;
import io.cellplane.contracts.host.GuestsQuestion;
import io.cellplane.contracts.host.Inventory;
import io.cellplane.contracts.host.Reply;
import io.cellplane.contracts.host.Subjects;
import io.cellplane.contracts.server.PowerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** With a network that a test can spoil, and with what the host says by itself. */
class HostAgentTest extends HostAgentContract {
    private final InProcessBus server = new InProcessBus();

    @Override
    InProcessClient connect() {
        return server.connect();
    }

    private <T> List<T> reports(String report, Class<T> type) {
        List<T> heard = new CopyOnWriteArrayList<>();
        Bus cell = server.connect();
        cell.subscribe(Subjects.reports(report), m -> heard.add(Wire.decode(m.payload(), type)));
        return heard;
    }

    @Test
    void a_lost_answer_is_asked_for_again() {
        Command command = spawn(UUID.randomUUID());
        server.disturb((leg, _) -> leg == Leg.REPLY ? Fate.LOST : Fate.DELIVERED);
        assertThatThrownBy(() -> host().ask(command, Duration.ofMillis(300)).join())
                .satisfies(e -> assertThat(BusFailure.of(e)).isInstanceOf(RequestTimedOut.class));
        server.disturb(Disturbance.NONE);
        assertThat(host().outcome(command).state()).isEqualTo(Reply.State.DONE);
        assertThat(host().hypervisor.onSpawn().calls()).isEqualTo(1);
    }

    @Test
    void a_request_that_arrives_twice_is_one() {
        server.disturb((leg, _) -> leg == Leg.REQUEST ? Fate.TWICE : Fate.DELIVERED);
        assertThat(host().outcome(spawn(UUID.randomUUID())).state()).isEqualTo(Reply.State.DONE);
        assertThat(host().hypervisor.onSpawn().calls()).isEqualTo(1);
    }

    @Test
    void a_host_that_cannot_write_its_journal_falls_silent() {
        assertThat(host().outcome(spawn(UUID.randomUUID())).state()).isEqualTo(Reply.State.DONE);
        List<Alive> alive = reports(Subjects.UP_ALIVE, Alive.class);
        CompletableFuture<Boolean> told = new CompletableFuture<>();
        host().agent().whenBroken(() -> told.complete(true));
        // As any error of the disk, this closes the file for good.
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("journal"))
                .forEach(Thread::interrupt);
        await().atMost(SOON)
                .untilAsserted(() -> assertThatThrownBy(
                                () -> host().ask(spawn(UUID.randomUUID())).join())
                        .satisfies(e -> assertThat(BusFailure.of(e)).isInstanceOf(NoResponders.class)));
        assertThat(told.orTimeout(SOON.toMillis(), TimeUnit.MILLISECONDS).join())
                .isTrue();
        alive.clear();
        host().restart();
        await().atMost(SOON).until(() -> !alive.isEmpty());
        assertThat(host().outcome(spawn(UUID.randomUUID())).state()).isEqualTo(Reply.State.DONE);
    }

    @Test
    void says_that_it_lives() {
        List<Alive> alive = reports(Subjects.UP_ALIVE, Alive.class);
        await().atMost(SOON).until(() -> alive.size() >= 2);
        assertThat(alive.get(0).host()).isEqualTo(TestHost.NAME);
        assertThat(alive.get(0).hostUuid()).isEqualTo(host().agent().hostUuid());
        assertThat(alive.get(1).sequence()).isGreaterThan(alive.get(0).sequence());
        assertThat(alive.get(1).bootId()).isEqualTo(alive.get(0).bootId());
    }

    @Test
    void says_what_it_has_at_start_when_it_changes_and_when_the_bus_is_back() {
        List<Inventory> inventories = reports(Subjects.UP_INVENTORY, Inventory.class);
        host().restart();
        await().atMost(SOON).until(() -> inventories.size() == 1);
        assertThat(inventories.get(0).vcpus()).isEqualTo(64);
        host().hypervisor.change(SimulatedHypervisor.facts(TestHost.NAME, 128, 65536, 1000));
        await().atMost(SOON).until(() -> inventories.size() == 2);
        assertThat(inventories.get(1).vcpus()).isEqualTo(128);
        ((InProcessClient) host().bus()).cut();
        ((InProcessClient) host().bus()).restore();
        await().atMost(SOON).until(() -> inventories.size() == 3);
    }

    @Test
    void says_what_it_has_and_what_runs_to_a_cell_worker_that_starts_later() {
        UUID guest = UUID.randomUUID();
        host().outcome(spawn(guest));
        host().restart();
        List<Inventory> inventories = reports(Subjects.UP_INVENTORY, Inventory.class);
        List<GuestPowers> powers = reports(Subjects.UP_POWER, GuestPowers.class);
        await().atMost(SOON).until(() -> !inventories.isEmpty());
        await().atMost(SOON)
                .until(() -> powers.stream().anyMatch(p -> p.guests().get(guest) == PowerState.RUNNING));
    }

    @Test
    void says_what_runs_to_a_cell_worker_that_hears_of_it_later_than_of_the_rest() {
        UUID guest = UUID.randomUUID();
        host().outcome(spawn(guest));
        List<Inventory> inventories = reports(Subjects.UP_INVENTORY, Inventory.class);
        host().restart();
        await().atMost(SOON).until(() -> !inventories.isEmpty());
        List<GuestPowers> powers = reports(Subjects.UP_POWER, GuestPowers.class);
        await().atMost(SOON)
                .until(() -> powers.stream().anyMatch(p -> p.guests().get(guest) == PowerState.RUNNING));
    }

    @Test
    void says_what_runs_at_start_and_after_each_change() {
        List<GuestPowers> powers = reports(Subjects.UP_POWER, GuestPowers.class);
        UUID guest = UUID.randomUUID();
        host().outcome(spawn(guest));
        await().atMost(SOON)
                .until(() -> powers.stream().anyMatch(p -> p.guests().get(guest) == PowerState.RUNNING));
        host().outcome(TestHost.destroy(guest, 1));
        await().atMost(SOON).until(() -> !powers.get(powers.size() - 1).guests().containsKey(guest));
        UUID boot = powers.get(0).bootId();
        host().restart();
        await().atMost(SOON)
                .until(() -> powers.stream().anyMatch(p -> !p.bootId().equals(boot)));
    }

    @Test
    void refuses_to_start_with_the_data_of_another() {
        TestHost host = host();
        host.stop();
        HostSettings moved = new HostSettings(TestHost.NAME, "cell2", host.folder);
        assertThatThrownBy(() -> new HostAgent(moved, connect(), host.hypervisor, Patience.hasty()))
                .isInstanceOf(IdentityRefused.class)
                .hasMessageContaining("cell1")
                .hasMessageContaining("cell2");
        UUID before = host.agent().hostUuid();
        host.restart();
        assertThat(host.agent().hostUuid()).isEqualTo(before);
    }

    @Test
    void refuses_a_second_agent_on_the_same_data() {
        assertThatThrownBy(() -> new HostAgent(host().settings(), connect(), host().hypervisor, Patience.hasty()))
                .isInstanceOf(IdentityRefused.class)
                .hasMessageContaining("another agent");
    }

    @Test
    void never_destroys_a_guest_that_it_does_not_know() throws InterruptedException {
        UUID stranger = UUID.randomUUID();
        host().hypervisor.spawn(NewGuest.stray(Guests.small(stranger)));
        host().restart();
        host().outcome(spawn(UUID.randomUUID()));
        assertThat(host().hypervisor.guest(stranger)).isPresent();
        assertThat(host().hypervisor.onDestroy().calls()).isZero();
    }

    private GuestsAnswer guests(GuestsQuestion question) {
        String subject = Subjects.question(TestHost.NAME, Subjects.ASK_GUESTS);
        return Wire.decode(
                host().relay.request(subject, Wire.encode(question), SOON).join(), GuestsAnswer.class);
    }

    @Test
    void says_whose_its_guests_are_a_page_at_a_time() throws InterruptedException {
        List<Command> spawned = Stream.generate(() -> TestHost.spawn(UUID.randomUUID(), UUID.randomUUID(), 1, 3))
                .limit(4)
                .toList();
        spawned.forEach(host()::outcome);
        UUID stranger = UUID.randomUUID();
        host().hypervisor.spawn(NewGuest.stray(Guests.small(stranger)));
        List<GuestFact> all = new ArrayList<>();
        GuestsQuestion question = new GuestsQuestion(null, 2);
        GuestsAnswer answer = guests(question);
        while (answer.more()) {
            assertThat(answer.guests()).hasSize(2);
            all.addAll(answer.guests());
            question = question.next(Objects.requireNonNull(answer.last()));
            answer = guests(question);
        }
        all.addAll(answer.guests());
        assertThat(answer.hostUuid()).isEqualTo(host().agent().hostUuid());
        Stream<GuestFact> made = spawned.stream()
                .map(command -> new GuestFact(command.server(), 3L, PowerState.RUNNING, command.operation()));
        assertThat(all)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(made, Stream.of(new GuestFact(stranger, null, PowerState.RUNNING, null)))
                                .toList());
    }

    @Test
    void a_command_on_the_subject_of_questions_is_not_obeyed() {
        Command command = spawn(UUID.randomUUID());
        for (String question : List.of(Subjects.ASK_GUESTS, "spawn", "destroy")) {
            String subject = Subjects.question(TestHost.NAME, question);
            assertThatThrownBy(() -> host().relay
                            .request(subject, Wire.encode(command), Duration.ofMillis(300))
                            .thenApply(bytes ->
                                    Wire.decode(bytes, GuestsAnswer.class).guests())
                            .thenAccept(guests -> assertThat(guests).isNotEmpty())
                            .join())
                    .isNotNull();
        }
        assertThat(host().hypervisor.onSpawn().calls()).isZero();
        assertThat(host().hypervisor.guests()).isEmpty();
    }
}
