package io.cellplane.compute.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cellplane.bus.Wire;
import io.cellplane.compute.hypervisor.Guests;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.host.Command;
import io.cellplane.contracts.host.GuestPowers;
import io.cellplane.contracts.host.Order;
import io.cellplane.contracts.host.Power;
import io.cellplane.contracts.host.Reply;
import io.cellplane.contracts.host.Subjects;
import io.cellplane.contracts.host.Verb;
import io.cellplane.contracts.server.PowerState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of changes of power. */
class PowerTest {

    private final Cell cell;

    PowerTest(@TempDir Path folder) {
        cell = new Cell(folder);
        cell.boot(cell.a);
    }

    @AfterEach
    void stop() {
        cell.close();
    }

    private PowerState power() {
        return cell.a.hypervisor.guest(cell.server).orElseThrow();
    }

    private static PowerState stateIn(Reply reply) {
        assertThat(reply.state()).isEqualTo(Reply.State.DONE);
        return PowerState.of(Integer.parseInt(reply.outcome().getOrDefault(Reply.POWER_STATE, "0")));
    }

    @Test
    void starts_stops_and_reboots() {
        assertThat(stateIn(cell.told(cell.a, new Order.Change(Power.STOP)))).isEqualTo(PowerState.SHUTDOWN);
        assertThat(power()).isEqualTo(PowerState.SHUTDOWN);
        assertThat(stateIn(cell.told(cell.a, new Order.Change(Power.START)))).isEqualTo(PowerState.RUNNING);
        assertThat(power()).isEqualTo(PowerState.RUNNING);
        assertThat(stateIn(cell.told(cell.a, new Order.Change(Power.REBOOT)))).isEqualTo(PowerState.RUNNING);
        assertThat(stateIn(cell.told(cell.a, new Order.Change(Power.HARD_REBOOT))))
                .isEqualTo(PowerState.RUNNING);
        assertThat(Cell.effects(cell.a)).containsExactly("spawn", "stop", "start", "reboot", "hard_reboot");
        assertThat(cell.disk(cell.a)).isEqualTo("image image\nfirst\n");
    }

    @Test
    void what_is_so_already_is_done() {
        assertThat(stateIn(cell.told(cell.a, new Order.Change(Power.START)))).isEqualTo(PowerState.RUNNING);
        cell.told(cell.a, new Order.Change(Power.STOP));
        assertThat(stateIn(cell.told(cell.a, new Order.Change(Power.STOP)))).isEqualTo(PowerState.SHUTDOWN);
        assertThat(Cell.effects(cell.a)).containsExactly("spawn", "stop");
    }

    @Test
    void a_stopped_guest_is_on_after_a_reboot() {
        cell.told(cell.a, new Order.Change(Power.STOP));
        assertThat(stateIn(cell.told(cell.a, new Order.Change(Power.HARD_REBOOT))))
                .isEqualTo(PowerState.RUNNING);
    }

    @Test
    void a_guest_is_made_stopped() {
        UUID other = UUID.randomUUID();
        Order.Spawn spawn = new Order.Spawn(Guests.small(other), null, false);
        Command command =
                new Command(Verb.SPAWN, other, "spawn", 1, false, other, 1, 1, TestHost.LONG_MILLIS, "req-1", spawn);
        assertThat(stateIn(cell.a.outcome(command))).isEqualTo(PowerState.SHUTDOWN);
        assertThat(cell.a.hypervisor.guest(other)).contains(PowerState.SHUTDOWN);
    }

    @Test
    void without_a_guest_they_are_refused() {
        List<Order> orders = new ArrayList<>(List.of(new Order.Leave()));
        Stream.of(Power.values()).map(Order.Change::new).forEach(orders::add);
        for (Order order : orders) {
            Reply reply = cell.told(cell.b, order);
            assertThat(reply.state()).isEqualTo(Reply.State.REFUSED);
            assertThat(reply.failure()).isEqualTo(Failure.GUEST_NOT_FOUND.type());
            assertThat(reply.message()).contains(cell.server.toString());
        }
        assertThat(Cell.effects(cell.b)).isEmpty();
    }

    @Test
    void what_the_hypervisor_cannot_is_refused() {
        cell.told(cell.a, new Order.Change(Power.STOP));
        cell.a.hypervisor.on(Verb.POWER).failBefore("no memory", 1);
        Command start = cell.command(UUID.randomUUID(), new Order.Change(Power.START));
        Reply refused = Reply.refused(Failure.POWER_REFUSED.type(), "no memory");
        assertThat(cell.a.outcome(start)).isEqualTo(refused);
        assertThat(cell.a.outcome(start)).isEqualTo(refused);
        assertThat(stateIn(cell.told(cell.a, new Order.Change(Power.START)))).isEqualTo(PowerState.RUNNING);
    }

    @Test
    void undoing_one_leaves_the_power_as_it_is() {
        Command stop = cell.command(UUID.randomUUID(), new Order.Change(Power.STOP));
        cell.a.outcome(stop);
        assertThat(cell.a.outcome(TestHost.undo(stop))).isEqualTo(Reply.undone());
        assertThat(power()).isEqualTo(PowerState.SHUTDOWN);
        Command never = cell.command(UUID.randomUUID(), new Order.Change(Power.START));
        cell.a.outcome(TestHost.undo(never));
        assertThat(cell.a.outcome(never)).isEqualTo(Reply.undone());
        assertThat(power()).isEqualTo(PowerState.SHUTDOWN);
    }

    @Test
    void a_stop_that_hangs_is_stopped_by_its_undo() {
        cell.a.hypervisor.on(Verb.POWER).hang();
        Command stop = cell.command(UUID.randomUUID(), new Order.Change(Power.STOP));
        assertThat(cell.a.ask(stop).join().state()).isEqualTo(Reply.State.RUNNING);
        assertThat(cell.a.outcome(TestHost.undo(stop))).isEqualTo(Reply.undone());
        assertThat(power()).isEqualTo(PowerState.RUNNING);
    }

    @Test
    void what_the_guests_state_does_not_allow_is_refused() {
        cell.told(cell.a, new Order.Change(Power.SUSPEND));
        Reply reply = cell.told(cell.a, new Order.Change(Power.PAUSE));
        assertThat(reply.state()).isEqualTo(Reply.State.REFUSED);
        assertThat(reply.failure()).isEqualTo(Failure.POWER_REFUSED.type());
        assertThat(reply.message()).contains("SUSPENDED").contains("pause");
        assertThat(power()).isEqualTo(PowerState.SUSPENDED);
    }

    /** Brings the guest to where the change has something to do. */
    private Command ready(Power power) {
        switch (power) {
            case START -> cell.told(cell.a, new Order.Change(Power.STOP));
            case UNPAUSE -> cell.told(cell.a, new Order.Change(Power.PAUSE));
            case RESUME -> cell.told(cell.a, new Order.Change(Power.SUSPEND));
            case STOP, REBOOT, HARD_REBOOT, PAUSE, SUSPEND, CRASH_DUMP -> {}
        }
        return cell.command(UUID.randomUUID(), new Order.Change(power));
    }

    @ParameterizedTest
    @EnumSource
    void killed_between_effect_and_outcome_it_is_done(Power power) {
        Command command = ready(power);
        int before = Cell.effects(cell.a).size();
        cell.a.hypervisor.on(Verb.POWER).hangAfter();
        assertThat(cell.a.ask(command).join().state()).isEqualTo(Reply.State.RUNNING);
        await().atMost(TestHost.SOON).until(() -> Cell.effects(cell.a).size() > before);
        PowerState then = power();
        cell.a.restart();
        assertThat(power()).isEqualTo(then);
        cell.a.hypervisor.on(Verb.POWER).release();
        Reply done = cell.a.outcome(command);
        assertThat(stateIn(done)).isEqualTo(then);
        assertThat(cell.a.outcome(command)).isEqualTo(done);
    }

    @Test
    void the_cell_hears_of_a_paused_and_of_a_suspended_guest() {
        Queue<GuestPowers> heard = new ConcurrentLinkedQueue<>();
        var reports = Subjects.report("a", Subjects.UP_POWER);
        cell.a.relay.subscribe(reports, message -> heard.add(Wire.decode(message.payload(), GuestPowers.class)));
        for (Power power : List.of(Power.PAUSE, Power.UNPAUSE, Power.SUSPEND)) {
            cell.told(cell.a, new Order.Change(power));
            PowerState then = power();
            await().atMost(TestHost.SOON)
                    .until(() -> heard.stream()
                            .anyMatch(told -> then == told.guests().get(cell.server)));
            heard.clear();
        }
        assertThat(power().code()).isEqualTo(7);
    }

    @Test
    void an_answer_names_the_last_report_that_may_not_know_of_it() {
        Queue<GuestPowers> heard = new ConcurrentLinkedQueue<>();
        var reports = Subjects.report("a", Subjects.UP_POWER);
        cell.a.restart();
        cell.a.relay.subscribe(reports, message -> heard.add(Wire.decode(message.payload(), GuestPowers.class)));
        String named = String.valueOf(
                cell.told(cell.a, new Order.Change(Power.STOP)).outcome().get(Reply.REPORTED));
        await().atMost(TestHost.SOON)
                .until(() -> heard.stream()
                        .anyMatch(told -> named.startsWith(told.bootId() + "/")
                                && told.sequence() > Long.parseLong(named.split("/")[1])
                                && told.guests().get(cell.server) == PowerState.SHUTDOWN));
        assertThat(heard)
                .filteredOn(told -> told.guests().get(cell.server) == PowerState.RUNNING)
                .allMatch(told -> told.sequence() <= Long.parseLong(named.split("/")[1]));
    }

    @Test
    void the_cell_hears_that_a_guest_has_shut_itself_down_however_soon_after_its_start() throws InterruptedException {
        cell.told(cell.a, new Order.Destroy());
        Queue<GuestPowers> heard = new ConcurrentLinkedQueue<>();
        var reports = Subjects.report("a", Subjects.UP_POWER);
        cell.a.relay.subscribe(reports, message -> heard.add(Wire.decode(message.payload(), GuestPowers.class)));
        cell.told(cell.a, new Order.Spawn(Guests.small(cell.server), null, false));
        assertThat(stateIn(cell.told(cell.a, new Order.Change(Power.START)))).isEqualTo(PowerState.RUNNING);
        cell.a.hypervisor.change(cell.server, Power.STOP);
        await().atMost(TestHost.SOON)
                .until(() -> heard.stream().anyMatch(told -> told.guests().get(cell.server) == PowerState.SHUTDOWN));
    }
}
