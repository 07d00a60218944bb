package io.cellplane.db.move;

import static io.cellplane.db.move.MoveWorld.A;
import static io.cellplane.db.move.MoveWorld.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.cell.TagRow;
import io.cellplane.db.move.Cutover.Outcome;
import io.cellplane.db.testing.TestControlLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CellMoveStepsTest {
    private static final TestControlLevel DATABASES = MoveWorld.databases("move");
    private static final MoveWorld WORLD = new MoveWorld(DATABASES);
    private static final Destination THERE = new Destination("h2", "zone2", MoveWorld.LARGE);

    private final CellMoveSteps records = new CellMoveSteps(WORLD.api, WORLD.cells);
    private final Cutover cutover = new Cutover(WORLD.api, WORLD.cells, Duration.ofSeconds(5));
    private final UUID server = UUID.randomUUID();
    private final UUID operation = UUID.randomUUID();
    private final CellMove out = new CellMove(operation, server, A, B, 1);
    private final Truth truth = new Truth(server);

    @AfterAll
    static void close() {
        WORLD.close();
        DATABASES.close();
    }

    @BeforeEach
    void create() {
        WORLD.server(server, operation, "project", A, true);
    }

    @Test
    void the_copy_says_where_it_is_from_the_beginning_and_a_delta_leaves_that() {
        records.copy(out, 1, THERE).orRefuse();
        WORLD.cells.of(B).database().run(() -> copies(B).task(server, 2, operation, "resize_finish", now()));
        WORLD.cells.of(A).tags().saveAll(List.of(new TagRow(server, "late")));
        truth.tagged("late");

        assertThat(cutover.cutOver(out, 1)).isEqualTo(Outcome.MOVED);

        ServerRow row = row(B);
        assertThat(row.host()).isEqualTo("h2");
        assertThat(row.availabilityZone()).isEqualTo("zone2");
        assertThat(row.flavorid()).isEqualTo("f2");
        assertThat(row.vcpus()).isEqualTo(2);
        assertThat(row.taskState()).isEqualTo("resize_finish");
        assertThat(WORLD.cells.of(B).extras().find(server).orElseThrow().flavor())
                .contains("large");
        assertThat(row(A).moveState()).isEqualTo("departed");
        truth.check(WORLD);
    }

    @Test
    void a_revert_brings_what_was_written_and_keeps_the_place_that_was_left() {
        move(out);
        WORLD.cells.of(B).metadata().put(server, "since", "then");
        truth.put("since", "then");
        CellMove back = admitted(B, A, 2);

        records.merge(back, 1, 1).orRefuse();
        assertThat(cutover.cutOver(back, 1)).isEqualTo(Outcome.MOVED);

        assertThat(row(A).generation()).isEqualTo(3);
        assertThat(row(A).host()).isEqualTo("h1");
        assertThat(row(A).flavorid()).isEqualTo("f1");
        truth.check(WORLD);
    }

    @Test
    void a_copy_replaces_what_an_older_move_has_left_and_its_debt_touches_nothing_newer() {
        move(out);
        CellMove back = admitted(B, A, 2);
        records.copy(back, 1, null).orRefuse();
        assertThat(cutover.cutOver(back, 1)).isEqualTo(Outcome.MOVED);

        assertThat(records.erase(A, server, 1)).isTrue();
        assertThat(records.erase(A, server, 3)).as("the copy that counts").isFalse();
        truth.check(WORLD);
        assertThat(records.erase(B, server, 2)).isTrue();
        assertThat(WORLD.cells.of(B).servers().find(server)).isEmpty();
        truth.check(WORLD);
    }

    @Test
    void a_copy_that_another_operation_has_left_arriving_is_refused() {
        records.copy(out, 1, THERE).orRefuse();
        CellMove other = admitted(A, B, 1);

        StepResult<Brought> refused = records.copy(other, 1, THERE);
        assertThat(refused.failure()).isEqualTo(Failure.MOVE_COPY_LEFT.type());
        assertThat(refused.message()).contains("a copy of instance " + server + " that");
        assertThat(row(B).operation()).isEqualTo(operation);
    }

    @Test
    void an_undone_move_leaves_nothing_and_a_late_repeat_does_nothing() {
        records.copy(out, 1, THERE).orRefuse();
        records.seal(out, 1).orRefuse();

        assertThat(cutover.undo(out, 1)).isTrue();
        records.undoCopy(out, 1);
        truth.check(WORLD);

        assertThat(records.copy(out, 1, THERE).isDone()).isFalse();
        assertThat(records.seal(out, 1).isDone()).isFalse();
        assertThat(records.flip(out, 1).isDone()).isFalse();
        assertThat(cutover.cutOver(out, 1)).isEqualTo(Outcome.LATER);
        truth.check(WORLD);
    }

    @Test
    void after_the_flip_there_is_no_way_back() {
        records.copy(out, 1, THERE).orRefuse();
        records.seal(out, 1).orRefuse();
        records.delta(out, 1).orRefuse();
        records.flip(out, 1).orRefuse();

        assertThat(cutover.undo(out, 1)).isFalse();
        assertThatThrownBy(() -> records.undoCopy(out, 1)).isInstanceOf(IllegalStateException.class);
        assertThat(cutover.cutOver(out, 2)).isEqualTo(Outcome.MOVED);
        truth.check(WORLD);
    }

    @Test
    void a_delta_that_hangs_is_given_up_and_the_seal_lifted() {
        records.copy(out, 1, THERE).orRefuse();
        Cutover hasty = new Cutover(WORLD.api, records, Duration.ofMillis(100), work -> {}); // never runs

        assertThat(hasty.cutOver(out, 1)).isEqualTo(Outcome.LATER);

        assertThat(row(A).moveState()).isNull();
        assertThat(records.flip(out, 1).isDone()).isFalse();
        assertThat(cutover.cutOver(out, 2)).isEqualTo(Outcome.MOVED);
        truth.check(WORLD);
    }

    @Test
    void a_report_for_a_sealed_or_arriving_copy_is_dropped() {
        records.copy(out, 1, THERE).orRefuse();
        records.seal(out, 1).orRefuse();

        assertThat(WORLD.cells.of(A).servers().power(server, "h1", 4, UUID.randomUUID(), 1))
                .isZero();
        assertThat(WORLD.cells.of(B).servers().power(server, "h2", 4, UUID.randomUUID(), 1))
                .isZero();
    }

    private void move(CellMove move) {
        records.copy(move, 1, THERE).orRefuse();
        assertThat(cutover.cutOver(move, 1)).isEqualTo(Outcome.MOVED);
    }

    /** Another operation's, which has admitted itself in the copy that counts. */
    private CellMove admitted(String from, String to, long generation) {
        CellMove move = new CellMove(UUID.randomUUID(), server, from, to, generation);
        var database = WORLD.cells.of(from).database();
        database.run(() -> new Sql(database)
                .update("update instances set operation = ? where uuid = ?", List.of(move.operation(), server)));
        return move;
    }

    private static CopyRows copies(String cell) {
        return WORLD.cells.of(cell).database().rows(CopyRows.class);
    }

    private ServerRow row(String cell) {
        return WORLD.cells.of(cell).servers().find(server).orElseThrow();
    }

    private static Instant now() {
        return WORLD.clock.instant();
    }
}
