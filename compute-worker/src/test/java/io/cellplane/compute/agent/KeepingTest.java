package io.cellplane.compute.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.compute.hypervisor.Guests;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.host.Command;
import io.cellplane.contracts.host.GuestFact;
import io.cellplane.contracts.host.KeptFact;
import io.cellplane.contracts.host.Order;
import io.cellplane.contracts.host.Power;
import io.cellplane.contracts.host.Reply;
import io.cellplane.contracts.server.PowerState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A guest leaves its host, is received by another of its cell, and stays or comes back. */
class KeepingTest {
    private final Cell cell;
    private final UUID server;
    private final UUID resize = UUID.randomUUID();

    KeepingTest(@TempDir Path folder) {
        cell = new Cell(folder);
        server = cell.server;
        cell.boot(cell.a);
    }

    @AfterEach
    void stop() {
        cell.close();
    }

    private Command leave() {
        return cell.command(resize, new Order.Leave());
    }

    private Command receive(int rootGb) {
        return cell.command(resize, new Order.Receive(cell.sized(rootGb), resize, "a", true));
    }

    /** The guest runs on {@code b} with a second marker, {@code a} keeps it. */
    private void moved() {
        cell.a.outcome(leave());
        assertThat(cell.b.outcome(receive(5)).state()).isEqualTo(Reply.State.DONE);
        cell.b.hypervisor.inside(server).mark("second");
    }

    @Test
    void a_guest_that_has_left_is_kept_and_no_guest_any_more() {
        Reply left = cell.a.outcome(leave());
        assertThat(left.outcome())
                .containsEntry(Reply.RAN, "true")
                .containsEntry(Reply.ROOT_GB, "1")
                .containsEntry(Reply.SIZE, String.valueOf("image image\nfirst\n".length()));
        assertThat(cell.a.hypervisor.guests()).isEmpty();
        assertThat(cell.told(cell.a, new Order.Change(Power.START)).failure())
                .isEqualTo(Failure.GUEST_NOT_FOUND.type());
        assertThat(Cell.asked(cell.a).guests()).isEmpty();
        assertThat(Cell.asked(cell.a).kept()).containsExactly(new KeptFact(server, resize, true));
        cell.a.restart();
        assertThat(cell.a.outcome(leave())).isEqualTo(left);
        assertThat(Cell.effects(cell.a)).containsExactly("spawn", "leave");
    }

    @Test
    void undone_it_is_a_guest_again_with_its_power() {
        for (boolean ran : new boolean[] {true, false}) {
            UUID operation = UUID.randomUUID();
            cell.told(cell.a, ran ? new Order.Change(Power.START) : new Order.Change(Power.STOP));
            Command leave = cell.command(operation, new Order.Leave());
            assertThat(cell.a.outcome(leave).outcome()).containsEntry(Reply.RAN, String.valueOf(ran));
            assertThat(cell.a.outcome(TestHost.undo(leave))).isEqualTo(Reply.undone());
            assertThat(cell.a.hypervisor.guest(server)).contains(ran ? PowerState.RUNNING : PowerState.SHUTDOWN);
            assertThat(cell.a.outcome(leave)).isEqualTo(Reply.undone());
        }
        assertThat(cell.a.hypervisor.kept()).isEmpty();
        assertThat(cell.disk(cell.a)).isEqualTo("image image\nfirst\n");
        assertThat(Cell.asked(cell.a).guests()).extracting(GuestFact::operation).doesNotContainNull();
    }

    @Test
    void undone_before_it_came_it_never_leaves() {
        assertThat(cell.a.outcome(TestHost.undo(leave()))).isEqualTo(Reply.undone());
        assertThat(cell.a.outcome(leave())).isEqualTo(Reply.undone());
        assertThat(cell.a.hypervisor.guest(server)).contains(PowerState.RUNNING);
        assertThat(cell.a.outcome(cell.command(resize, new Order.Leave(), 2)).state())
                .isEqualTo(Reply.State.DONE);
    }

    @Test
    void the_undo_of_another_attempt_leaves_it_kept() {
        cell.a.outcome(leave());
        cell.a.outcome(TestHost.undo(cell.command(resize, new Order.Leave(), 2)));
        assertThat(cell.a.hypervisor.guests()).isEmpty();
        assertThat(cell.a.hypervisor.kept()).hasSize(1);
    }

    @Test
    void it_is_received_with_its_content_and_a_new_size() throws IOException {
        cell.a.outcome(leave());
        Reply received = cell.b.outcome(receive(5));
        assertThat(received.outcome()).containsEntry(Reply.POWER_STATE, "1");
        assertThat(cell.disk(cell.b)).isEqualTo("image image\nfirst\n");
        cell.b.hypervisor.inside(server).mark("second");
        assertThat(cell.b.outcome(receive(5))).isEqualTo(received);
        assertThat(cell.disks()).isEqualTo(2);
        assertThat(Cell.effects(cell.b)).containsExactly("receive");
        UUID again = UUID.randomUUID();
        assertThat(cell.b.outcome(cell.command(again, new Order.Leave())).outcome())
                .containsEntry(Reply.ROOT_GB, "5");
    }

    @Test
    void it_is_received_stopped_when_it_is_to_be() {
        cell.a.outcome(leave());
        Command receive = cell.command(resize, new Order.Receive(cell.sized(5), resize, "a", false));
        assertThat(cell.b.outcome(receive).outcome()).containsEntry(Reply.POWER_STATE, "4");
        assertThat(cell.b.hypervisor.guest(server)).contains(PowerState.SHUTDOWN);
    }

    @Test
    void what_is_not_kept_or_does_not_fit_is_refused() throws IOException {
        assertThat(cell.b.outcome(receive(5)).failure()).isEqualTo(Failure.KEPT_NOT_FOUND.type());
        cell.a.outcome(leave());
        Reply small = cell.b.outcome(cell.command(resize, new Order.Receive(cell.sized(0), resize, "a", true), 2));
        assertThat(small.failure()).isEqualTo(Failure.SPAWN_REFUSED.type());
        assertThat(small.message()).contains("does not fit");
        assertThat(cell.b.hypervisor.guests()).isEmpty();
        assertThat(cell.disks()).isEqualTo(1);
    }

    @Test
    void undone_it_is_gone_and_the_source_goes_on() throws IOException {
        moved();
        assertThat(cell.b.outcome(TestHost.undo(receive(5)))).isEqualTo(Reply.undone());
        assertThat(cell.b.hypervisor.guests()).isEmpty();
        assertThat(cell.disks()).isEqualTo(1);
        assertThat(cell.b.outcome(receive(5))).isEqualTo(Reply.undone());
        cell.a.outcome(TestHost.undo(leave()));
        assertThat(cell.disk(cell.a)).isEqualTo("image image\nfirst\n");
        assertThat(cell.a.hypervisor.guest(server)).contains(PowerState.RUNNING);
    }

    @Test
    void undone_before_it_came_it_is_never_received() {
        cell.a.outcome(leave());
        assertThat(cell.b.outcome(TestHost.undo(receive(5)))).isEqualTo(Reply.undone());
        assertThat(cell.b.outcome(receive(5))).isEqualTo(Reply.undone());
        assertThat(cell.b.hypervisor.guests()).isEmpty();
    }

    @Test
    void confirmed_the_content_stays_and_the_source_has_nothing() throws IOException {
        moved();
        assertThat(cell.told(cell.a, new Order.Discard(resize)).state()).isEqualTo(Reply.State.DONE);
        assertThat(cell.told(cell.a, new Order.Discard(resize)).state()).isEqualTo(Reply.State.DONE);
        assertThat(Cell.effects(cell.a)).containsExactly("spawn", "leave", "discard");
        assertThat(cell.disks()).isEqualTo(1);
        assertThat(cell.disk(cell.b)).isEqualTo("image image\nfirst\nsecond\n");
        assertThat(cell.told(cell.a, new Order.Restore(resize, true)).failure())
                .isEqualTo(Failure.KEPT_NOT_FOUND.type());
    }

    @Test
    void discarding_hits_nothing_newer_and_is_never_too_late() {
        cell.a.outcome(leave());
        cell.told(cell.a, new Order.Discard(UUID.randomUUID()));
        assertThat(cell.a.hypervisor.kept()).hasSize(1);
        Command back = new Command(
                new Order.Spawn(Guests.small(server), null, true).verb(),
                UUID.randomUUID(),
                "spawn",
                1,
                false,
                server,
                1,
                9,
                TestHost.LONG_MILLIS,
                "req-1",
                new Order.Spawn(Guests.small(server), null, true));
        cell.a.outcome(back);
        assertThat(cell.told(cell.a, new Order.Destroy()).failure()).isEqualTo(Failure.STALE.type());
        assertThat(cell.told(cell.a, new Order.Discard(resize)).state()).isEqualTo(Reply.State.DONE);
        assertThat(cell.a.hypervisor.kept()).isEmpty();
        assertThat(cell.a.hypervisor.guest(server)).contains(PowerState.RUNNING);
    }

    /** Nobody else has it, whatever was told since. */
    @Test
    void bringing_back_is_never_too_late() {
        cell.a.outcome(leave());
        Command start = TestHost.in(9, cell.command(UUID.randomUUID(), new Order.Change(Power.START)));
        assertThat(cell.a.outcome(start).failure()).isEqualTo(Failure.GUEST_NOT_FOUND.type());
        assertThat(cell.a.outcome(TestHost.undo(leave()))).isEqualTo(Reply.undone());
        assertThat(cell.a.hypervisor.guest(server)).contains(PowerState.RUNNING);
    }

    /** Its name says whose it is. */
    @Test
    void keeping_again_is_never_too_late() {
        moved();
        Command restore = cell.command(UUID.randomUUID(), new Order.Restore(resize, true));
        cell.a.outcome(restore);
        cell.a.outcome(TestHost.in(9, cell.command(UUID.randomUUID(), new Order.Change(Power.STOP))));
        assertThat(cell.a.outcome(TestHost.undo(restore))).isEqualTo(Reply.undone());
        assertThat(cell.a.hypervisor.guests()).isEmpty();
    }

    @Test
    void reverted_it_has_its_old_content_and_size() throws IOException {
        moved();
        cell.told(cell.b, new Order.Remove());
        Command restore = cell.command(UUID.randomUUID(), new Order.Restore(resize, true));
        Reply restored = cell.a.outcome(restore);
        assertThat(restored.outcome()).containsEntry(Reply.POWER_STATE, "1");
        assertThat(cell.a.outcome(restore)).isEqualTo(restored);
        assertThat(cell.disk(cell.a)).isEqualTo("image image\nfirst\n");
        assertThat(cell.disks()).isEqualTo(1);
        assertThat(cell.a.hypervisor.kept()).isEmpty();
        assertThat(cell.a.outcome(TestHost.undo(leave()))).isEqualTo(Reply.undone());
        assertThat(cell.a.hypervisor.guest(server)).contains(PowerState.RUNNING);
        assertThat(cell.told(cell.a, new Order.Leave()).outcome()).containsEntry(Reply.ROOT_GB, "1");
    }

    @Test
    void a_restore_that_is_undone_is_kept_as_before_and_can_be_restored_anew() {
        moved();
        Command restore = cell.command(UUID.randomUUID(), new Order.Restore(resize, true));
        cell.a.outcome(restore);
        assertThat(cell.a.outcome(TestHost.undo(restore))).isEqualTo(Reply.undone());
        assertThat(cell.a.hypervisor.guests()).isEmpty();
        assertThat(Cell.asked(cell.a).kept()).extracting(KeptFact::operation).containsExactly(resize);
        assertThat(cell.a.outcome(restore)).as("late").isEqualTo(Reply.undone());

        Command again = cell.command(UUID.randomUUID(), new Order.Restore(resize, true));
        assertThat(cell.a.outcome(again).state()).isEqualTo(Reply.State.DONE);
        assertThat(cell.a.outcome(TestHost.undo(restore))).isEqualTo(Reply.undone());
        assertThat(cell.a.hypervisor.guest(server)).as("another's").contains(PowerState.RUNNING);
        assertThat(cell.disk(cell.a)).isEqualTo("image image\nfirst\n");
    }

    @Test
    void a_stopped_server_is_restored_stopped() {
        moved();
        cell.told(cell.b, new Order.Remove());
        assertThat(cell.told(cell.a, new Order.Restore(resize, false)).outcome())
                .containsEntry(Reply.POWER_STATE, "4");
    }

    @Test
    void a_host_receives_from_itself_and_keeps_both() throws IOException {
        cell.a.outcome(leave());
        assertThat(cell.a.outcome(receive(5)).state()).isEqualTo(Reply.State.DONE);
        cell.a.hypervisor.inside(server).mark("second");
        assertThat(Cell.asked(cell.a).guests()).hasSize(1);
        assertThat(Cell.asked(cell.a).kept()).hasSize(1);
        assertThat(cell.disks()).isEqualTo(2);
        assertThat(cell.told(cell.a, new Order.Restore(resize, true)).failure())
                .as("the other guest is still there")
                .isEqualTo(Failure.SPAWN_REFUSED.type());
        cell.told(cell.a, new Order.Remove());
        assertThat(cell.a.hypervisor.kept()).hasSize(1);
        cell.told(cell.a, new Order.Restore(resize, true));
        assertThat(cell.disk(cell.a)).isEqualTo("image image\nfirst\n");
        assertThat(cell.disks()).isEqualTo(1);
    }

    @Test
    void on_one_host_confirming_and_undoing_tell_them_apart() throws IOException {
        cell.a.outcome(leave());
        cell.a.outcome(receive(5));
        cell.a.outcome(TestHost.undo(receive(5)));
        cell.a.outcome(TestHost.undo(leave()));
        assertThat(cell.a.hypervisor.guest(server)).contains(PowerState.RUNNING);
        assertThat(cell.disks()).isEqualTo(1);
        UUID second = UUID.randomUUID();
        cell.a.outcome(cell.command(second, new Order.Leave()));
        cell.a.outcome(cell.command(second, new Order.Receive(cell.sized(7), second, "a", true)));
        cell.a.hypervisor.inside(server).mark("third");
        cell.told(cell.a, new Order.Discard(second));
        assertThat(cell.disk(cell.a)).isEqualTo("image image\nfirst\nthird\n");
        assertThat(cell.disks()).isEqualTo(1);
    }

    @Test
    void a_delete_takes_the_guest_and_all_that_is_kept() throws IOException {
        moved();
        assertThat(cell.told(cell.b, new Order.Destroy()).state()).isEqualTo(Reply.State.DONE);
        assertThat(cell.told(cell.a, new Order.Destroy()).state()).isEqualTo(Reply.State.DONE);
        assertThat(cell.disks()).isZero();
        assertThat(Cell.asked(cell.a).kept()).isEmpty();
        assertThat(Cell.effects(cell.a)).containsExactly("spawn", "leave", "discard");
        assertThat(Cell.effects(cell.b)).containsExactly("receive", "destroy");
        assertThat(cell.a.outcome(TestHost.undo(leave()))).isEqualTo(Reply.undone());
        assertThat(cell.a.hypervisor.guests()).isEmpty();
    }
}
