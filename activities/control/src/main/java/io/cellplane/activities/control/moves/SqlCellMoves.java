package io.cellplane.activities.control.moves;

import io.cellplane.contracts.operation.EndArguments;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.server.TaskState;
import io.cellplane.db.CellAway;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.Json;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.move.Brought;
import io.cellplane.db.move.CellMove;
import io.cellplane.db.move.CellMoveSteps;
import io.cellplane.db.move.Cutover;
import io.cellplane.temporal.step.CellMoves;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves records with both databases at hand; nothing of them passes through Temporal. The one that is read from is asked
 * first whether it answers, so that a hung one holds no slot of the other's.
 */
public final class SqlCellMoves implements CellMoves {
    private static final Logger LOG = LoggerFactory.getLogger(SqlCellMoves.class);
    /** A seal that stood longer would be seen by writers, who wait as long for it. */
    static final Duration SEALED_AT_MOST = Duration.ofSeconds(5);

    private static final int LOOKS = 3;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final ApiDatabase api;
    private final CellDatabases cells;
    private final CellMoveSteps records;
    private final Cutover cutover;
    private final Journeys journeys;

    public SqlCellMoves(ApiDatabase api, CellDatabases cells) {
        this.api = api;
        this.cells = cells;
        this.records = new CellMoveSteps(api, cells);
        this.cutover = new Cutover(api, cells, SEALED_AT_MOST);
        this.journeys = new Journeys(api, cells);
    }

    @Override
    public StepResult<Arrival> copy(Course course, int attempt) {
        cells.probe(course.from());
        return brought(records.copy(move(course), attempt, null, TaskState.RESIZE_FINISH));
    }

    @Override
    public void uncopy(Course course, int attempt) {
        records.undoCopy(move(course), attempt);
    }

    @Override
    public StepResult<Arrival> merge(Course course, int attempt, long left) {
        CellMove move = move(course);
        if (!isForced(course.operation())) {
            cells.probe(course.from());
            return brought(records.merge(move, attempt, left));
        }
        if (answers(course.from())) {
            records.adopt(move);
            return brought(records.merge(move, attempt, left));
        }
        LOG.warn(
                "operation={} server={} forced: what was changed in {} is given up",
                course.operation(),
                course.server(),
                course.from());
        return brought(records.giveUp(move, attempt, left));
    }

    @Override
    public Cut cutOver(Course course, int attempt) {
        return switch (outcome(course, attempt)) {
            case MOVED -> Cut.MOVED;
            case MOVED_SOURCE_AWAY -> Cut.SOURCE_AWAY;
            case LATER -> Cut.LATER;
        };
    }

    private Cutover.Outcome outcome(Course course, int attempt) {
        CellMove move = move(course);
        // What was given up stays so: the other copy was not told that it is being left.
        boolean without = isForced(course.operation())
                && (records.hasGivenUp(course.operation(), course.to()) || !answers(course.from()));
        if (without) {
            return cutover.force(move, attempt);
        }
        if (!records.isFlipped(move)) {
            cells.probe(course.from());
        }
        return cutover.cutOver(move, attempt);
    }

    /** Asked until an open breaker has let one question through. */
    private boolean answers(String cell) {
        for (int look = 0; look < LOOKS; look++) {
            try {
                cells.probe(cell);
                return true;
            } catch (CellAway away) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
        return false;
    }

    /** Read at every try: it may be forced while it waits. */
    private boolean isForced(UUID operation) {
        return api.operations()
                .find(operation)
                .filter(row -> row.what() == Kind.REVERT)
                .map(row -> Json.read(row.arguments(), EndArguments.class).forced())
                .orElse(false);
    }

    @Override
    public boolean stay(Course course, int attempts) {
        return cutover.undo(move(course), attempts);
    }

    @Override
    public void settle(UUID server, @Nullable String into) {
        journeys.settle(server, move -> into == null || move.to().equals(into));
    }

    @Override
    public void erase(String cell, UUID server, long generation) {
        journeys.settle(server, move -> move.from().equals(cell) || move.to().equals(cell));
        records.erase(cell, server, generation);
    }

    private static StepResult<Arrival> brought(StepResult<Brought> result) {
        Brought brought = result.outcome();
        return result.isDone() && brought != null
                ? StepResult.done(new Arrival(brought.generation()))
                : result.failed();
    }

    private static CellMove move(Course course) {
        return new CellMove(course.operation(), course.server(), course.from(), course.to(), course.generation());
    }
}
