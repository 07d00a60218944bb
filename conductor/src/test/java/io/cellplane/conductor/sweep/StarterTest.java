package io.cellplane.conductor.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.Patience;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.control.LaneRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestOperation;
import io.cellplane.embedded.EmbeddedTemporal;
import io.cellplane.embedded.TemporalOptions;
import io.cellplane.temporal.client.Temporal;
import io.cellplane.temporal.client.Workers;
import io.cellplane.temporal.flow.SearchKeys;
import io.cellplane.temporal.flow.TaskQueues;
import io.cellplane.temporal.flow.WorkflowIds;
import io.cellplane.testing.TcpDoor;
import io.temporal.common.SearchAttributeKey;
import io.temporal.worker.WorkerFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StarterTest {
    private static final TestControlLevel CONTROL = new TestControlLevel("starter", "cell1", "cell2");

    @TempDir
    static Path folder;

    private static EmbeddedTemporal server;
    private static Temporal temporal;
    private static WorkerFactory workers;

    private Starter starter;
    private Clockwork clockwork;
    private final Instant longAgo = Instant.now().minusSeconds(3600);

    @BeforeAll
    static void open() {
        List<String> keywords =
                SearchKeys.ALL.stream().map(SearchAttributeKey::getName).toList();
        server = EmbeddedTemporal.start(TemporalOptions.in(folder, keywords).inMemory(), progress -> {});
        temporal = new Temporal(server.choice().address(), "default", "test", 3);
        workers = temporal.workers();
        workers.newWorker(TaskQueues.CONTROL, Workers.options(4, 2))
                .registerWorkflowImplementationTypes(Doubles.Boot.class, Doubles.Delete.class, Doubles.Repair.class);
        workers.start();
    }

    @BeforeEach
    void begin() {
        starter = new Starter(CONTROL.api, CONTROL.cells, temporal, Patience.standard());
        clockwork = new Clockwork(List.of(starter));
    }

    @AfterAll
    static void close() {
        workers.shutdownNow();
        temporal.close();
        server.close();
        CONTROL.close();
    }

    @AfterEach
    void erase() {
        clockwork.close();
        CONTROL.erase();
    }

    private OperationRow row(Kind kind, String state, Instant at) {
        OperationRow row =
                TestOperation.of(UUID.randomUUID(), kind, state).at(at).row();
        CONTROL.api.operations().save(row);
        CONTROL.api.lanes().saveAll(List.of(new LaneRow(row.server(), row.id(), null, 0)));
        return row;
    }

    private static void await(List<UUID> where, OperationRow row) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> where.contains(row.id()));
    }

    private static String workflow(OperationRow row) {
        return WorkflowIds.of(row.server(), row.what(), row.id());
    }

    private void run(OperationRow row) {
        starter.startNow(row);
        await(Doubles.BEGUN, row);
    }

    @Test
    void what_was_accepted_long_ago_is_started() {
        OperationRow boot = row(Kind.BOOT, OperationState.ACCEPTED, longAgo);
        OperationRow delete = row(Kind.DELETE, OperationState.ACCEPTED, longAgo);
        clockwork.once();

        await(Doubles.BEGUN, boot);
        await(Doubles.BEGUN, delete);
    }

    @Test
    void what_was_accepted_just_now_and_what_is_over_is_left_alone() {
        OperationRow fresh = row(Kind.BOOT, OperationState.ACCEPTED, Instant.now());
        OperationRow over = row(Kind.BOOT, OperationState.CLOSED, longAgo);
        OperationRow last = row(Kind.BOOT, OperationState.ACCEPTED, longAgo);
        clockwork.once();

        await(Doubles.BEGUN, last);
        assertThat(Doubles.BEGUN).doesNotContain(fresh.id(), over.id());
    }

    @Test
    void what_runs_and_is_unknown_to_temporal_is_started_again() {
        OperationRow running = row(Kind.BOOT, OperationState.RUNNING, longAgo);
        OperationRow closing = row(Kind.DELETE, OperationState.CLOSING, longAgo);
        clockwork.once();

        await(Doubles.BEGUN, running);
        await(Doubles.BEGUN, closing);
        assertThat(Doubles.REPAIRED).doesNotContain(running.id(), closing.id());
    }

    @Test
    void what_runs_is_asked_for_at_once_when_the_process_has_just_come_up_and_later_only_from_time_to_time() {
        OperationRow before =
                row(Kind.BOOT, OperationState.RUNNING, Instant.now().minusSeconds(1));
        clockwork.once();
        await(Doubles.BEGUN, before);

        OperationRow after = row(Kind.BOOT, OperationState.RUNNING, Instant.now());
        OperationRow last = row(Kind.BOOT, OperationState.RUNNING, longAgo);
        clockwork.once();
        await(Doubles.BEGUN, last);
        assertThat(Doubles.BEGUN).doesNotContain(after.id());
    }

    @Test
    void what_was_terminated_is_repaired_and_what_runs_is_not() {
        for (String state : List.of(OperationState.ACCEPTED, OperationState.RUNNING)) {
            OperationRow terminated = row(Kind.BOOT, state, longAgo);
            OperationRow running = row(Kind.BOOT, state, longAgo);
            run(terminated);
            run(running);
            temporal.client().newUntypedWorkflowStub(workflow(terminated)).terminate("by hand");
            clockwork.once();

            await(Doubles.REPAIRED, terminated);
            assertThat(Doubles.REPAIRED).doesNotContain(running.id());
            assertThat(Doubles.BEGUN.stream().filter(terminated.id()::equals)).hasSize(1);
        }
    }

    @Test
    void the_one_before_a_waiting_one_is_nudged() {
        OperationRow boot = row(Kind.BOOT, OperationState.RUNNING, Instant.now());
        run(boot);
        successor(boot);
        clockwork.once();

        await(Doubles.NUDGED, boot);
    }

    private static void successor(OperationRow boot) {
        OperationRow delete = TestOperation.of(boot.server(), Kind.DELETE, OperationState.WAITING)
                .at(Instant.now().minusSeconds(60))
                .row();
        CONTROL.api.operations().save(delete);
        CONTROL.api.lanes().set(boot.server(), boot.id(), delete.id());
    }

    @Test
    void a_nudge_of_one_that_is_not_there_harms_nobody() {
        OperationRow unknown =
                row(Kind.BOOT, OperationState.RUNNING, Instant.now().plusSeconds(60));
        successor(unknown);
        OperationRow next = row(Kind.BOOT, OperationState.RUNNING, longAgo);
        clockwork.once();

        await(Doubles.BEGUN, next);
    }

    @Test
    void however_many_were_looked_at_before_the_last_one_comes_to_its_turn() {
        List<OperationRow> many = Stream.generate(
                        () -> TestOperation.of(UUID.randomUUID(), Kind.DELETE, OperationState.WAITING)
                                .at(longAgo)
                                .row())
                .limit(250)
                .toList();
        CONTROL.api.operations().saveAll(many);
        OperationRow boot = row(Kind.BOOT, OperationState.RUNNING, Instant.now());
        run(boot);
        successor(boot);
        clockwork.once();
        clockwork.once();

        await(Doubles.NUDGED, boot);
    }

    @Test
    void rows_that_this_build_does_not_understand_keep_nobody_from_the_others() {
        List<OperationRow> odd = Stream.generate(
                        () -> TestOperation.of(UUID.randomUUID(), "newer", OperationState.RUNNING)
                                .at(longAgo.minusSeconds(60))
                                .row())
                .limit(250)
                .toList();
        CONTROL.api.operations().saveAll(odd);
        OperationRow boot = row(Kind.BOOT, OperationState.RUNNING, longAgo);
        clockwork.once();
        clockwork.once();

        await(Doubles.BEGUN, boot);
    }

    /** One of more than a sweep looks at, and each of them waits half a minute for its cell. */
    @Test
    void what_is_taken_back_in_a_cell_that_hangs_delays_no_other_cell() {
        DatabaseSettings sound = CONTROL.cellDatabase("cell3");
        URI at = URI.create(sound.url().substring("jdbc:".length()));
        try (TcpDoor door = new TcpDoor(at.getPort(), TcpDoor.State.STALLED)) {
            CONTROL.register(
                    "cell3",
                    new DatabaseSettings(
                            "jdbc:mysql://127.0.0.1:" + door.port() + at.getPath(), sound.user(), sound.password()));
            Awaitility.await().until(() -> CONTROL.cells.names().contains("cell3"));
            List<OperationRow> stuck = Stream.generate(() -> halfway("cell3", longAgo.minusSeconds(60)))
                    .limit(250)
                    .toList();
            OperationRow other = halfway("cell2", longAgo);
            clockwork.once();
            clockwork.once();

            Awaitility.await().until(() -> CONTROL.stateOf(other.id()).equals("none"));
            assertThat(stuck)
                    .allSatisfy(row -> assertThat(CONTROL.stateOf(row.id())).isNotEqualTo("none"));
            door.set(TcpDoor.State.OPEN);
            // Who waits already may wait for all of its half minute, and fail: a later round takes it back.
            Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> {
                clockwork.once();
                return CONTROL.stateOf(stuck.getFirst().id()).equals("none");
            });
        }
    }

    /** A stop of a server in that cell, let in by a process that died then. */
    private static OperationRow halfway(String cell, Instant at) {
        UUID server = CONTROL.accept().server();
        CONTROL.api.mappings().place(server, cell, 1, at);
        OperationRow row = TestOperation.of(server, Kind.STOP, OperationState.ADMITTING)
                .at(at)
                .row();
        CONTROL.api.operations().save(row);
        CONTROL.api.lanes().set(server, row.id(), null);
        return row;
    }

    @Test
    void a_sweep_while_temporal_is_away_leaves_the_work_to_the_next() {
        OperationRow boot = row(Kind.BOOT, OperationState.RUNNING, Instant.now().minusSeconds(1));
        try (Temporal away = new Temporal("127.0.0.1:1", "default", "test", 3);
                Clockwork lonely =
                        new Clockwork(List.of(new Starter(CONTROL.api, CONTROL.cells, away, Patience.standard())))) {
            lonely.once();
        }
        assertThat(CONTROL.api.operations().find(boot.id()).orElseThrow().updatedAt())
                .isBefore(Instant.now().minusMillis(900));
        clockwork.once();
        await(Doubles.BEGUN, boot);
    }
}
