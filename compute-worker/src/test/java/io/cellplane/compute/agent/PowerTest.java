package io.cellplane.compute.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.compute.hypervisor.Guests;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.host.Command;
import io.cellplane.contracts.host.Order;
import io.cellplane.contracts.host.Reply;
import io.cellplane.contracts.host.Verb;
import io.cellplane.contracts.server.PowerState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of starts, stops and reboots. */
class PowerTest {
    private static final Reply RUNS = Reply.done(Map.of(Reply.POWER_STATE, "1"));
    private static final Reply STOPPED = Reply.done(Map.of(Reply.POWER_STATE, "4"));

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

    @Test
    void startsStopsAndReboots() {
        assertThat(cell.told(cell.a, new Order.Stop())).isEqualTo(STOPPED);
        assertThat(power()).isEqualTo(PowerState.SHUTDOWN);
        assertThat(cell.told(cell.a, new Order.Start())).isEqualTo(RUNS);
        assertThat(power()).isEqualTo(PowerState.RUNNING);
        assertThat(cell.told(cell.a, new Order.Reboot(false))).isEqualTo(RUNS);
        assertThat(cell.told(cell.a, new Order.Reboot(true))).isEqualTo(RUNS);
        assertThat(Cell.effects(cell.a)).containsExactly("spawn", "stop", "start", "reboot", "reboot");
        assertThat(cell.disk(cell.a)).isEqualTo("image image\nfirst\n");
    }

    @Test
    void whatIsSoAlreadyIsDone() {
        assertThat(cell.told(cell.a, new Order.Start())).isEqualTo(RUNS);
        cell.told(cell.a, new Order.Stop());
        assertThat(cell.told(cell.a, new Order.Stop())).isEqualTo(STOPPED);
        assertThat(Cell.effects(cell.a)).containsExactly("spawn", "stop");
    }

    @Test
    void aStoppedGuestIsOnAfterAReboot() {
        cell.told(cell.a, new Order.Stop());
        assertThat(cell.told(cell.a, new Order.Reboot(true))).isEqualTo(RUNS);
    }

    @Test
    void aGuestIsMadeStopped() {
        UUID other = UUID.randomUUID();
        Order.Spawn spawn = new Order.Spawn(Guests.small(other), null, false);
        Command command =
                new Command(Verb.SPAWN, other, "spawn", 1, false, other, 1, TestHost.LONG_MILLIS, "req-1", spawn);
        assertThat(cell.a.outcome(command)).isEqualTo(STOPPED);
        assertThat(cell.a.hypervisor.guest(other)).contains(PowerState.SHUTDOWN);
    }

    @Test
    void withoutAGuestTheyAreRefused() {
        for (Order order : List.of(new Order.Start(), new Order.Stop(), new Order.Reboot(false), new Order.Leave())) {
            Reply reply = cell.told(cell.b, order);
            assertThat(reply.state()).isEqualTo(Reply.State.REFUSED);
            assertThat(reply.failure()).isEqualTo(Failure.GUEST_NOT_FOUND.type());
            assertThat(reply.message()).contains("'b'").contains(cell.server.toString());
        }
        assertThat(Cell.effects(cell.b)).isEmpty();
    }

    @Test
    void whatTheHypervisorCannotIsRefused() {
        cell.told(cell.a, new Order.Stop());
        cell.a.hypervisor.on(Verb.START).failBefore("no memory", 1);
        Command start = cell.command(UUID.randomUUID(), new Order.Start());
        Reply refused = Reply.refused(Failure.POWER_REFUSED.type(), "no memory");
        assertThat(cell.a.outcome(start)).isEqualTo(refused);
        assertThat(cell.a.outcome(start)).isEqualTo(refused);
        assertThat(cell.told(cell.a, new Order.Start())).isEqualTo(RUNS);
    }

    @Test
    void undoingOneLeavesThePowerAsItIs() {
        Command stop = cell.command(UUID.randomUUID(), new Order.Stop());
        cell.a.outcome(stop);
        assertThat(cell.a.outcome(TestHost.undo(stop))).isEqualTo(Reply.undone());
        assertThat(power()).isEqualTo(PowerState.SHUTDOWN);
        Command never = cell.command(UUID.randomUUID(), new Order.Start());
        cell.a.outcome(TestHost.undo(never));
        assertThat(cell.a.outcome(never)).isEqualTo(Reply.undone());
        assertThat(power()).isEqualTo(PowerState.SHUTDOWN);
    }

    @Test
    void aStopThatHangsIsStoppedByItsUndo() {
        cell.a.hypervisor.on(Verb.STOP).hang();
        Command stop = cell.command(UUID.randomUUID(), new Order.Stop());
        assertThat(cell.a.ask(stop).join().state()).isEqualTo(Reply.State.RUNNING);
        assertThat(cell.a.outcome(TestHost.undo(stop))).isEqualTo(Reply.undone());
        assertThat(power()).isEqualTo(PowerState.RUNNING);
    }
}
