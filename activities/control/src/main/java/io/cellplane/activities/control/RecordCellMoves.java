package io.cellplane.activities.control;

import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.server.TaskState;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.api.ApiDatabase;
import io.cellplane.db.move.Cutover;
import io.cellplane.db.move.Move;
import io.cellplane.db.move.RecordMove;
import io.cellplane.operations.CellMoves;
import java.time.Duration;
import java.util.UUID;

/** Moves records with both databases at hand; nothing of them passes through Temporal. */
public final class RecordCellMoves implements CellMoves {
    /** A seal that stood longer would be seen by writers, who wait as long for it. */
    static final Duration SEALED_AT_MOST = Duration.ofSeconds(5);

    private final RecordMove records;
    private final Cutover cutover;
    private final Journeys journeys;

    public RecordCellMoves(ApiDatabase api, CellDatabases cells) {
        this.records = new RecordMove(api, cells);
        this.cutover = new Cutover(api, cells, SEALED_AT_MOST);
        this.journeys = new Journeys(api, cells);
    }

    @Override
    public StepResult<Brought> copy(Course course, int attempt) {
        return brought(records.copy(move(course), attempt, null, TaskState.RESIZE_FINISH));
    }

    @Override
    public void uncopy(Course course, int attempt) {
        records.undoCopy(move(course), attempt);
    }

    @Override
    public StepResult<Brought> merge(Course course, int attempt, long left) {
        return brought(records.merge(move(course), attempt, left));
    }

    @Override
    public Cut cutOver(Course course, int attempt) {
        return switch (cutover.cutOver(move(course), attempt)) {
            case MOVED -> Cut.MOVED;
            case MOVED_SOURCE_AWAY -> Cut.SOURCE_AWAY;
            case LATER -> Cut.LATER;
        };
    }

    @Override
    public boolean stay(Course course, int attempts) {
        return cutover.undo(move(course), attempts);
    }

    @Override
    public void settle(UUID server) {
        journeys.settle(server);
    }

    @Override
    public void erase(String cell, UUID server, long generation) {
        journeys.settle(server);
        records.erase(cell, server, generation);
    }

    private static StepResult<Brought> brought(StepResult<io.cellplane.db.move.Brought> result) {
        io.cellplane.db.move.Brought brought = result.outcome();
        return result.isDone() && brought != null
                ? StepResult.done(new Brought(brought.generation()))
                : result.failed();
    }

    private static Move move(Course course) {
        return new Move(course.operation(), course.server(), course.from(), course.to(), course.generation());
    }
}
