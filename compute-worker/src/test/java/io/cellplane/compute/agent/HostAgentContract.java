package io.cellplane.compute.agent;

import static io.cellplane.compute.agent.TestHost.SOON;
import static io.cellplane.compute.agent.TestHost.destroy;
import static io.cellplane.compute.agent.TestHost.in;
import static io.cellplane.compute.agent.TestHost.spawn;
import static io.cellplane.compute.agent.TestHost.undo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cellplane.bus.Bus;
import io.cellplane.bus.BusFailure;
import io.cellplane.bus.NoResponders;
import io.cellplane.compute.hypervisor.Guests;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.host.Command;
import io.cellplane.contracts.host.Order;
import io.cellplane.contracts.host.Power;
import io.cellplane.contracts.host.Reply;
import io.cellplane.contracts.host.Reply.State;
import io.cellplane.contracts.host.Verb;
import io.cellplane.contracts.server.PowerState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a host does with commands, asked over the bus. */
abstract class HostAgentContract {
    private static final Reply SPAWNED = Reply.done(Map.of("power_state", "1"));

    private final UUID server = UUID.randomUUID();
    private @Nullable TestHost started;

    /** A connection of its own for each call. */
    abstract Bus connect();

    @BeforeEach
    void start(@TempDir Path folder) {
        started = new TestHost(folder, this::connect);
    }

    TestHost host() {
        TestHost host = started;
        if (host == null) {
            throw new IllegalStateException("not started");
        }
        return host;
    }

    @AfterEach
    void stop() {
        if (started != null) {
            started.close();
        }
    }

    private int spawns() {
        return host().hypervisor.onSpawn().calls();
    }

    private boolean there() {
        return host().hypervisor.guest(server).isPresent();
    }

    private void awaitHanging() {
        await().atMost(SOON).until(() -> host().hypervisor.onSpawn().hung() == 1);
    }

    @Test
    void spawns_once_however_often_it_is_asked_at_once() {
        Command command = spawn(server);
        List<CompletableFuture<Reply>> asked =
                IntStream.range(0, 10).mapToObj(_ -> host().ask(command)).toList();
        assertThat(asked).allSatisfy(reply -> assertThat(reply.join()).isEqualTo(SPAWNED));
        assertThat(spawns()).isEqualTo(1);
        assertThat(there()).isTrue();
    }

    @Test
    void answers_while_it_runs_and_then_with_the_outcome() {
        host().hypervisor.onSpawn().hang();
        Command command = spawn(server);
        assertThat(host().ask(command).join().state()).isEqualTo(State.RUNNING);
        assertThat(host().ask(command).join().state()).isEqualTo(State.RUNNING);
        host().hypervisor.onSpawn().release();
        assertThat(host().outcome(command)).isEqualTo(SPAWNED);
        assertThat(spawns()).isEqualTo(1);
    }

    @Test
    void has_it_on_disk_before_it_answers() throws IOException {
        host().hypervisor.onSpawn().hang();
        Command command = spawn(server);
        host().ask(command).join();
        assertThat(Files.readString(host().journal()))
                .contains(command.operation().toString())
                .contains("\"RUNNING\"");
        host().hypervisor.onSpawn().release();
        host().outcome(command);
        assertThat(Files.readString(host().journal())).contains("\"DONE\"");
        assertThat(host().outcome(undo(command))).isEqualTo(Reply.undone());
        assertThat(Files.readString(host().journal())).contains("\"UNDOING\"").contains("\"UNDONE\"");
    }

    @Test
    void answers_from_the_journal_after_a_restart() {
        Command command = spawn(server);
        assertThat(host().outcome(command)).isEqualTo(SPAWNED);
        host().restart();
        assertThat(host().outcome(command)).isEqualTo(SPAWNED);
        assertThat(spawns()).isEqualTo(1);
    }

    @Test
    void killed_between_effect_and_outcome_it_is_done_again_to_one_effect() {
        host().hypervisor.onSpawn().hangAfter();
        Command command = spawn(server);
        assertThat(host().ask(command).join().state()).isEqualTo(State.RUNNING);
        await().atMost(SOON).until(this::there);
        host().restart();
        host().hypervisor.onSpawn().release();
        assertThat(host().outcome(command)).isEqualTo(SPAWNED);
        assertThat(spawns()).isEqualTo(2);
        assertThat(host().hypervisor.guests()).hasSize(1);
    }

    @Test
    void undo_stops_a_do_that_hangs() {
        host().hypervisor.onSpawn().hang();
        Command command = spawn(server);
        CompletableFuture<Reply> running = host().ask(command);
        awaitHanging();
        assertThat(host().outcome(undo(command))).isEqualTo(Reply.undone());
        host().hypervisor.onSpawn().release();
        assertThat(running.join().state()).isIn(State.RUNNING, State.UNDONE);
        assertThat(host().outcome(command)).isEqualTo(Reply.undone());
        assertThat(there()).isFalse();
        assertThat(spawns()).isEqualTo(1);
    }

    @Test
    void undone_before_it_came_it_is_never_done() {
        Command command = spawn(server);
        assertThat(host().outcome(undo(command))).isEqualTo(Reply.undone());
        assertThat(host().outcome(command)).isEqualTo(Reply.undone());
        host().restart();
        assertThat(host().outcome(command)).isEqualTo(Reply.undone());
        assertThat(spawns()).isZero();
    }

    @Test
    void undo_removes_the_guest_once_and_the_next_attempt_makes_it_again() {
        UUID operation = UUID.randomUUID();
        Command first = spawn(operation, server, 1, 1);
        Command second = spawn(operation, server, 2, 1);
        host().outcome(first);
        assertThat(host().outcome(undo(first))).isEqualTo(Reply.undone());
        assertThat(there()).isFalse();
        assertThat(host().outcome(second)).isEqualTo(SPAWNED);
        assertThat(host().outcome(undo(first))).isEqualTo(Reply.undone());
        assertThat(host().outcome(undo(spawn(operation, server, 3, 1)))).isEqualTo(Reply.undone());
        assertThat(there()).as("made by another attempt").isTrue();
        assertThat(host().hypervisor.onDestroy().calls()).isEqualTo(1);
    }

    @Test
    void refuses_an_older_generation_also_after_a_restart() {
        host().outcome(spawn(UUID.randomUUID(), server, 1, 5));
        host().restart();
        for (Command late : List.of(
                destroy(server, 4),
                spawn(UUID.randomUUID(), server, 1, 4),
                undo(spawn(UUID.randomUUID(), server, 1, 4)))) {
            Reply reply = host().outcome(late);
            assertThat(reply.state()).isEqualTo(State.REFUSED);
            assertThat(reply.failure()).isEqualTo(Failure.STALE.type());
        }
        assertThat(there()).isTrue();
    }

    @Test
    void refuses_an_older_placing_within_a_cell_also_after_a_restart() {
        Command newest = in(5, spawn(server));
        host().outcome(newest);
        host().restart();
        Command stop = new Command(
                Verb.POWER,
                UUID.randomUUID(),
                "power",
                1,
                false,
                server,
                1,
                4,
                TestHost.LONG_MILLIS,
                "r",
                new Order.Change(Power.STOP));
        for (Command late :
                List.of(in(4, destroy(server, 9)), in(4, spawn(server)), in(4, undo(spawn(server))), stop)) {
            Reply reply = host().outcome(late);
            assertThat(reply.state()).isEqualTo(State.REFUSED);
            assertThat(reply.failure()).isEqualTo(Failure.STALE.type());
        }
        assertThat(host().hypervisor.guest(server)).contains(PowerState.RUNNING);
        host().outcome(Command.fence(UUID.randomUUID(), server, "req-4"));
        assertThat(there()).as("another operation's fence").isTrue();
        assertThat(host().outcome(in(5, destroy(server, 1))).state()).isEqualTo(State.DONE);
    }

    @Test
    void who_knows_no_placing_is_judged_by_the_generation() {
        host().outcome(in(5, spawn(UUID.randomUUID(), server, 1, 2)));
        assertThat(host().outcome(destroy(server, 1)).failure()).isEqualTo(Failure.STALE.type());
        assertThat(there()).isTrue();
        assertThat(host().outcome(destroy(server, 2)).state()).isEqualTo(State.DONE);
    }

    @Test
    void servers_do_not_wait_for_each_other() {
        host().hypervisor.onSpawn().hang();
        Command hanging = spawn(server);
        host().ask(hanging).join();
        UUID other = UUID.randomUUID();
        assertThat(host().outcome(destroy(other, 1)).state()).isEqualTo(State.DONE);
        assertThat(there()).isFalse();
    }

    @Test
    void commands_for_one_server_wait_for_each_other() {
        host().hypervisor.onSpawn().hang();
        Command command = spawn(server);
        host().ask(command).join();
        Command destroy = destroy(server, 1);
        assertThat(host().ask(destroy).join().state()).isEqualTo(State.RUNNING);
        assertThat(host().hypervisor.onDestroy().calls()).isZero();
        host().hypervisor.onSpawn().release();
        assertThat(host().outcome(destroy).state()).isEqualTo(State.DONE);
        assertThat(there()).isFalse();
    }

    @Test
    void what_the_hypervisor_refuses_is_refused_for_that_attempt() {
        host().hypervisor.onSpawn().failBefore("no space left", 1);
        Command command = spawn(server);
        Reply refused = Reply.refused(Failure.SPAWN_REFUSED.type(), "no space left");
        assertThat(host().outcome(command)).isEqualTo(refused);
        host().restart();
        assertThat(host().outcome(command)).isEqualTo(refused);
        assertThat(spawns()).isEqualTo(1);
    }

    @Test
    void undo_finds_what_a_refused_spawn_left() {
        host().hypervisor.onSpawn().failAfter("lost the monitor", 1);
        Command command = spawn(server);
        assertThat(host().outcome(command).state()).isEqualTo(State.REFUSED);
        assertThat(there()).isTrue();
        assertThat(host().outcome(undo(command))).isEqualTo(Reply.undone());
        assertThat(there()).isFalse();
    }

    @Test
    void a_destroy_that_fails_is_tried_again() {
        host().outcome(spawn(server));
        host().hypervisor.onDestroy().failBefore("busy", 2);
        Command destroy = destroy(server, 1);
        Reply first = host().ask(destroy).join();
        assertThat(first.state()).isEqualTo(State.RUNNING);
        assertThat(first.message()).isEqualTo("busy");
        assertThat(host().outcome(destroy).state()).isEqualTo(State.DONE);
        assertThat(there()).isFalse();
    }

    @Test
    void an_undo_that_fails_is_tried_again() {
        Command command = spawn(server);
        host().outcome(command);
        host().hypervisor.onDestroy().failBefore("busy", 1);
        assertThat(host().outcome(undo(command))).isEqualTo(Reply.undone());
        assertThat(there()).isFalse();
    }

    @Test
    void a_do_whose_time_is_over_stops_and_is_taken_up_again() {
        host().hypervisor.onSpawn().hang();
        Command brief = brief(spawn(server), 50);
        assertThat(host().ask(brief).join().state()).isEqualTo(State.RUNNING);
        await().atMost(SOON).until(() -> host().hypervisor.onSpawn().hung() == 0);
        host().hypervisor.onSpawn().release();
        assertThat(host().outcome(brief(brief, 20_000))).isEqualTo(SPAWNED);
        assertThat(host().ask(brief(spawn(UUID.randomUUID()), 0)).join().state())
                .isEqualTo(State.RUNNING);
        assertThat(spawns()).isEqualTo(2);
    }

    private static Command brief(Command command, long timeLeft) {
        return TestHost.told(command, command.placing(), timeLeft);
    }

    @Test
    void a_fence_stops_the_whole_operation_and_touches_no_guest() {
        UUID operation = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        host().outcome(spawn(operation, other, 1, 1));
        host().hypervisor.onSpawn().hang();
        Command hanging = spawn(operation, server, 1, 1);
        host().ask(hanging).join();
        assertThat(host().outcome(Command.fence(operation, server, "req-9"))).isEqualTo(Reply.undone());
        host().hypervisor.onSpawn().release();
        host().restart();
        assertThat(host().outcome(hanging)).isEqualTo(Reply.undone());
        assertThat(host().outcome(spawn(operation, server, 2, 1))).isEqualTo(Reply.undone());
        assertThat(there()).isFalse();
        assertThat(host().hypervisor.guest(other)).isPresent();
        assertThat(host().outcome(undo(spawn(operation, other, 1, 1)))).isEqualTo(Reply.undone());
        assertThat(host().hypervisor.guest(other)).isEmpty();
        assertThat(host().outcome(spawn(server))).isEqualTo(SPAWNED);
    }

    @Test
    void what_it_does_not_understand_it_neither_does_nor_refuses() {
        Command other = spawn(UUID.randomUUID());
        for (Command bad : List.of(
                new Command(Verb.SPAWN, server, "spawn", 1, false, server, 1, 1, 1000, "r", null),
                new Command(Verb.SPAWN, server, "spawn", 1, false, server, 1, 1, 1000, "r", other.order()),
                new Command(
                        Verb.LEAVE, server, "leave", 1, false, server, 1, 1, 1000, "r", new Order.Change(Power.STOP)),
                new Command(
                        Verb.DESTROY,
                        server,
                        Command.EVERY_STEP,
                        1,
                        false,
                        server,
                        1,
                        1,
                        1000,
                        "r",
                        new Order.Destroy()))) {
            Reply reply = host().ask(bad).join();
            assertThat(reply.state()).isEqualTo(State.RUNNING);
            assertThat(reply.message()).contains("does not understand");
        }
        assertThat(spawns()).isZero();
    }

    @Test
    void leaves_no_secret_on_disk() throws IOException {
        host().outcome(spawn(server));
        host().outcome(undo(spawn(server)));
        try (Stream<Path> files = Files.walk(host().folder).filter(Files::isRegularFile)) {
            assertThat(files.toList())
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readString(file))
                            .doesNotContain(Guests.SECRET_PASSWORD)
                            .doesNotContain(Guests.SECRET_FILE)
                            .doesNotContain(Guests.SECRET_USER_DATA));
        }
    }

    @Test
    void is_away_at_once_when_it_is_closed() {
        host().stop();
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThatThrownBy(() -> host().ask(spawn(server)).join())
                                .satisfies(e -> assertThat(BusFailure.of(e)).isInstanceOf(NoResponders.class)));
    }
}
