package io.cellplane.activities.control.moves;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.db.CellAway;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.temporal.step.CellMoves.Course;
import io.cellplane.testing.TcpDoor;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A step of two cells stands in the queue of the one that it writes to: the other one must not hold its slots. */
class SqlCellMovesTest {
    private static final TestControlLevel CONTROL =
            new TestControlLevel("cell_moves", Clock.systemUTC(), Duration.ofMillis(500), List.of("cell2"));

    private static final TcpDoor DOOR = new TcpDoor(1, TcpDoor.State.STALLED);

    private final SqlCellMoves moves = new SqlCellMoves(CONTROL.api, CONTROL.cells);
    private final Course course = new Course(UUID.randomUUID(), UUID.randomUUID(), "cell1", "cell2", 1);

    @BeforeAll
    static void hang() {
        CONTROL.register("cell1", new DatabaseSettings("jdbc:mysql://127.0.0.1:" + DOOR.port() + "/cell1", "u", "p"));
    }

    @AfterAll
    static void close() {
        DOOR.close();
        CONTROL.close();
    }

    /** What reads from one cell and writes to another. */
    enum Step {
        COPY,
        MERGE,
        CUT_OVER
    }

    @ParameterizedTest
    @EnumSource
    void a_source_that_hangs_is_found_out_before_anything_waits_for_it(Step step) {
        ThrowingCallable taken = switch (step) {
            case COPY -> () -> moves.copy(course, 1);
            case MERGE -> () -> moves.merge(course, 1, 1);
            case CUT_OVER -> () -> moves.cutOver(course, 1);
        };
        assertThatThrownBy(taken).isInstanceOf(CellAway.class);
    }
}
