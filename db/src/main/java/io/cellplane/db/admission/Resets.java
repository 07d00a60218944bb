package io.cellplane.db.admission;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.api.ApiDatabase;
import io.cellplane.db.api.LaneRow;
import io.cellplane.db.api.MappingRow;
import io.cellplane.db.api.OperationRow;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.cell.Trail;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Shows a server in the state that an administrator says it is in. Where nothing is being done to it, that is one write
 * to its record; over an operation that is open, also one whose way back is, it is an operation of its own, which repairs.
 */
public final class Resets {
    private final ApiDatabase api;
    private final CellDatabases cells;

    public Resets(ApiDatabase api, CellDatabases cells) {
        this.api = api;
        this.cells = cells;
    }

    /** What came of it. */
    public sealed interface Outcome {
        /** Its record says so. */
        record Shown() implements Outcome {}

        /** Promised: start it. */
        record Accepted(OperationRow operation) implements Outcome {}

        /** Promised: it starts when {@code before} has made way, which is to be nudged. */
        record Waiting(OperationRow operation, OperationRow before) implements Outcome {}

        /** It is being deleted, and that stays so. */
        record Leaving() implements Outcome {}

        /** The record is not there any more, or on its way: look again. */
        record Moved() implements Outcome {}
    }

    /**
     * The lane is held while the record is written, so that no operation enters meanwhile.
     *
     * @param row the operation that it becomes, if it has to be one
     * @param at where the server was found
     * @throws io.cellplane.db.CellAway when nothing is being done to the server and its cell does not answer
     */
    public Outcome reset(OperationRow row, MappingRow at, String vmState) {
        return api.database().write(() -> {
            LaneRow lane = api.lanes().lock(row.server()).orElse(null);
            if (lane == null) {
                return new Outcome.Moved();
            }
            OperationRow life = api.operations().inTheWay(lane.life());
            OperationRow next = api.operations().inTheWay(lane.next());
            if (isDelete(life) || isDelete(next)) {
                return new Outcome.Leaving();
            }
            if (life != null) {
                return follow(row, life, next);
            }
            drop(row, next);
            OperationRow move = api.operations().toVerify(row.server()).orElse(null);
            if (move == null) {
                return show(row, at, vmState);
            }
            api.operations().decide(move.id(), row.kind(), row.createdAt());
            api.operations().save(row.inState(OperationState.ACCEPTED));
            api.lanes().set(lane.server(), row.id(), null);
            return new Outcome.Accepted(row);
        });
    }

    private Outcome follow(OperationRow row, OperationRow life, @Nullable OperationRow next) {
        drop(row, next);
        api.operations().save(row.inState(OperationState.WAITING));
        api.lanes().set(row.server(), life.id(), row.id());
        return new Outcome.Waiting(row, life);
    }

    /** Whatever else waited there is pointless now. */
    private void drop(OperationRow row, @Nullable OperationRow next) {
        if (next != null) {
            api.operations().close(next.id(), Failure.YIELDED.type(), row.createdAt());
            api.operationData().erase(next.id());
            api.quota().giveBack(next.id());
        }
    }

    private Outcome show(OperationRow row, MappingRow at, String vmState) {
        if (at.cell() == null) {
            return new Outcome.Moved();
        }
        CellDatabase cell = cells.steps(Objects.requireNonNull(at.cell()));
        Instant now = api.clock().instant();
        return cell.database().write(() -> {
            ServerRow server = cell.servers().lock(row.server()).orElse(null);
            if (server == null || cell.servers().reset(row.server(), at.generation(), vmState, now) == 0) {
                return new Outcome.Moved();
            }
            Trail trail = new Trail(cell);
            trail.over(server.uuid(), row.requestId(), now);
            trail.note(server, Kind.RESET.action(), Kind.RESET.event(), row.requestId(), row.userId(), now);
            return new Outcome.Shown();
        });
    }

    private static boolean isDelete(@Nullable OperationRow row) {
        return row != null && row.what() == Kind.DELETE;
    }
}
