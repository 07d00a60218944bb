package io.cellplane.compute.agent;

import static io.cellplane.compute.agent.TestHost.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cellplane.compute.hypervisor.Guests;
import io.cellplane.compute.hypervisor.simulated.Behaviour;
import io.cellplane.compute.image.Images;
import io.cellplane.contracts.host.Command;
import io.cellplane.contracts.host.GuestPort;
import io.cellplane.contracts.host.Order;
import io.cellplane.contracts.host.Power;
import io.cellplane.contracts.host.Reply;
import io.cellplane.contracts.host.Verb;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Every verb on a host whose agent is killed between the effect and its outcome, and with its repeats and undos. */
class KilledTest {
    private final Cell cell;
    private final Images images;
    private final UUID resize = UUID.randomUUID();
    private final UUID image;

    KilledTest(@TempDir Path folder) throws IOException {
        cell = new Cell(folder);
        images = new Images();
        image = images.queued();
    }

    @AfterEach
    void stop() {
        cell.close();
        images.close();
    }

    private static final GuestPort CARD =
            new GuestPort(UUID.randomUUID(), UUID.randomUUID(), "fa:16:3e:00:00:09", List.of());

    /** Brings host {@code a} to where the verb has something to do. */
    private Command ready(Verb verb) {
        if (verb != Verb.SPAWN) {
            cell.boot(cell.a);
        }
        if (Set.of(Verb.RECEIVE, Verb.UPLOAD, Verb.OFFER, Verb.DISCARD, Verb.RESTORE)
                .contains(verb)) {
            cell.a.outcome(cell.command(resize, new Order.Leave()));
        }
        if (verb == Verb.UNPLUG) {
            cell.a.outcome(cell.command(UUID.randomUUID(), new Order.Plug(CARD)));
        }
        return cell.command(resize, order(verb));
    }

    private Order order(Verb verb) {
        return switch (verb) {
            case SPAWN -> new Order.Spawn(Guests.small(cell.server), null, true);
            case DESTROY -> new Order.Destroy();
            case REMOVE -> new Order.Remove();
            case POWER -> new Order.Change(Power.STOP);
            case LEAVE -> new Order.Leave();
            case RECEIVE -> new Order.Receive(cell.sized(5), resize, "a", true);
            case UPLOAD -> new Order.Upload(resize, image, images.grant(image), images.grant(image));
            case OFFER -> new Order.Offer(resize, Cell.KEY, TestHost.LONG_MILLIS);
            case DISCARD -> new Order.Discard(resize);
            case RESTORE -> new Order.Restore(resize, true);
            case PLUG -> new Order.Plug(CARD);
            case UNPLUG -> new Order.Unplug(CARD.id());
        };
    }

    /** Removing by hand is the same work as destroying. */
    private Behaviour behaviour(Verb verb) {
        return cell.a.hypervisor.on(verb == Verb.REMOVE ? Verb.DESTROY : verb);
    }

    @ParameterizedTest
    @EnumSource
    void between_effect_and_outcome_it_has_one_effect(Verb verb) throws IOException {
        Command command = ready(verb);
        int before = Cell.effects(cell.a).size();
        behaviour(verb).hangAfter();
        assertThat(cell.a.ask(command).join().state()).isEqualTo(Reply.State.RUNNING);
        await().atMost(SOON).until(() -> Cell.effects(cell.a).size() > before);
        List<String> effects = Cell.effects(cell.a);
        cell.a.restart();
        behaviour(verb).release();
        Reply outcome = cell.a.outcome(command);
        assertThat(outcome.state()).isEqualTo(Reply.State.DONE);
        assertThat(Cell.effects(cell.a)).isEqualTo(effects);
        assertThat(cell.a.outcome(command)).isEqualTo(outcome);
        assertThat(cell.a.hypervisor.guests().size() + cell.a.hypervisor.kept().size())
                .isEqualTo((int) cell.disks());
        if (verb == Verb.UPLOAD) {
            assertThat(images.puts()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void killed_and_then_undone_it_is_undone_for_good(Verb verb) throws IOException {
        Command command = ready(verb);
        boolean guest = cell.a.hypervisor.guest(cell.server).isPresent();
        behaviour(verb).hangAfter();
        int before = Cell.effects(cell.a).size();
        assertThat(cell.a.ask(command).join().state()).isEqualTo(Reply.State.RUNNING);
        await().atMost(SOON).until(() -> Cell.effects(cell.a).size() > before);
        cell.a.restart();
        behaviour(verb).release();
        assertThat(cell.a.outcome(TestHost.undo(command))).isEqualTo(Reply.undone());
        assertThat(cell.a.outcome(TestHost.undo(command))).isEqualTo(Reply.undone());
        assertThat(cell.a.outcome(command)).isEqualTo(Reply.undone());
        if (Set.of(Verb.SPAWN, Verb.RECEIVE, Verb.LEAVE, Verb.RESTORE).contains(verb)) {
            assertThat(cell.a.hypervisor.guest(cell.server).isPresent()).isEqualTo(guest);
        }
        assertThat(cell.a.hypervisor.guests().size() + cell.a.hypervisor.kept().size())
                .isEqualTo((int) cell.disks());
    }

    @ParameterizedTest
    @EnumSource
    void undone_before_it_came_it_is_never_done(Verb verb) {
        Command command = ready(verb);
        List<String> effects = Cell.effects(cell.a);
        assertThat(cell.a.outcome(TestHost.undo(command))).isEqualTo(Reply.undone());
        cell.a.restart();
        assertThat(cell.a.outcome(command)).isEqualTo(Reply.undone());
        assertThat(Cell.effects(cell.a)).isEqualTo(effects);
    }

    @ParameterizedTest
    @EnumSource
    void a_fence_keeps_it_away(Verb verb) {
        Command command = ready(verb);
        List<String> effects = Cell.effects(cell.a);
        cell.a.outcome(Command.fence(command.operation(), cell.server, "req-9"));
        assertThat(cell.a.outcome(command)).isEqualTo(Reply.undone());
        assertThat(Cell.effects(cell.a)).isEqualTo(effects);
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.INCLUDE,
            names = {"SPAWN", "RECEIVE", "LEAVE"})
    void an_undo_that_is_killed_is_undone_to_the_end(Verb verb) throws IOException {
        Command command = ready(verb);
        boolean guest = cell.a.hypervisor.guest(cell.server).isPresent();
        cell.a.outcome(command);
        Behaviour undoing = cell.a.hypervisor.on(verb == Verb.LEAVE ? Verb.RESTORE : Verb.DESTROY);
        undoing.hangAfter();
        assertThat(cell.a.ask(TestHost.undo(command)).join().state()).isEqualTo(Reply.State.RUNNING);
        await().atMost(SOON).until(() -> undoing.hung() == 1);
        cell.a.restart();
        undoing.release();
        assertThat(cell.a.outcome(TestHost.undo(command))).isEqualTo(Reply.undone());
        assertThat(cell.a.hypervisor.guest(cell.server).isPresent()).isEqualTo(guest);
        assertThat(cell.disks()).isEqualTo(verb == Verb.SPAWN ? 0 : 1);
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.INCLUDE,
            names = {"DESTROY", "REMOVE", "DISCARD", "RESTORE"})
    void what_has_no_alternative_is_tried_again(Verb verb) {
        Command command = ready(verb);
        behaviour(verb).failBefore("busy", 2);
        Reply first = cell.a.ask(command).join();
        assertThat(first.state()).isEqualTo(Reply.State.RUNNING);
        assertThat(first.message()).isEqualTo("busy");
        assertThat(cell.a.outcome(command).state()).isEqualTo(Reply.State.DONE);
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.INCLUDE,
            names = {"SPAWN", "POWER"})
    void a_hypervisor_that_does_not_answer_is_asked_again(Verb verb) {
        Command command = ready(verb);
        behaviour(verb).awayBefore("hung", 2);
        Reply first = cell.a.ask(command).join();
        assertThat(first.state()).isEqualTo(Reply.State.RUNNING);
        assertThat(first.message()).isEqualTo("hung");
        assertThat(cell.a.outcome(command).state()).isEqualTo(Reply.State.DONE);
    }

    @ParameterizedTest
    @EnumSource
    void what_may_have_been_lost_with_a_line_is_not_done_twice(Verb verb) throws IOException {
        Command command = ready(verb);
        Reply outcome = cell.a.outcome(command);
        List<String> effects = Cell.effects(cell.a);
        cell.a.restartDamaged(command.operation() + "\",\"step\":\"" + command.step() + "\"");
        if (verb.refused() == null) {
            assertThat(bare(cell.a.outcome(command))).isEqualTo(bare(outcome));
        } else {
            Reply refused = cell.a.outcome(command);
            assertThat(refused.state()).isEqualTo(Reply.State.REFUSED);
            assertThat(refused.message()).contains("journal was damaged");
            assertThat(cell.a.outcome(TestHost.undo(command))).isEqualTo(Reply.undone());
        }
        if (!Set.of(Verb.SPAWN, Verb.RECEIVE, Verb.LEAVE).contains(verb)) {
            assertThat(Cell.effects(cell.a)).isEqualTo(effects);
        }
        cell.a.outcome(TestHost.destroy(cell.server, command.generation()));
        assertThat(cell.a.hypervisor.guests()).isEmpty();
        assertThat(cell.disks()).isZero();
    }

    /** Without its last report, which another boot counts anew. */
    private static Reply bare(Reply reply) {
        Map<String, String> outcome = new HashMap<>(reply.outcome());
        outcome.remove(Reply.REPORTED);
        return new Reply(reply.state(), outcome, reply.failure(), reply.message());
    }

    @Test
    void a_host_with_a_damaged_journal_takes_what_is_new() throws IOException {
        cell.boot(cell.a);
        cell.a.restartDamaged("\"RUNNING\"");
        long later = Instant.now().plus(Duration.ofHours(1)).toEpochMilli();
        UUID operation = new UUID(later << 16 | 0x7000L, cell.server.getLeastSignificantBits());
        assertThat(cell.a
                        .outcome(cell.command(operation, new Order.Change(Power.STOP)))
                        .state())
                .isEqualTo(Reply.State.DONE);
    }
}
