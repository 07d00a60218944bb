package io.cellplane.db.admission;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.EndArguments;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.db.Json;
import io.cellplane.db.api.ApiDatabase;
import io.cellplane.db.api.LaneRow;
import io.cellplane.db.api.MigrationRow;
import io.cellplane.db.api.OperationRow;
import java.util.Optional;

/**
 * Lets a revert in whose gate is in a cell that does not answer, or forces one that waits for that cell. The lane and the
 * move's decision stand alone for it: nobody can write the record meanwhile without its cell.
 */
public final class ForcedReverts {
    private final ApiDatabase api;

    public ForcedReverts(ApiDatabase api) {
        this.api = api;
    }

    /**
     * @param row a revert without arguments, not saved yet
     * @return the operation to start; empty when one that is under way is forced from here
     * @throws io.cellplane.contracts.failure.Refused when there is no way back from another cell, or something else is
     *     being done to the server
     */
    public Optional<OperationRow> force(OperationRow row) {
        return api.database().write(() -> {
            LaneRow lane = api.lanes().lock(row.server()).orElseThrow(Failure.SERVER_NOT_RESIZED::refused);
            OperationRow move =
                    api.operations().toVerify(row.server()).orElseThrow(Failure.SERVER_NOT_RESIZED::refused);
            MigrationRow way = api.migrations().find(move.id()).orElseThrow(Failure.SERVER_NOT_RESIZED::refused);
            if (way.sourceCell().equals(way.destCell())) {
                throw busy(row);
            }
            OperationRow forced = row.asking(Json.write(new EndArguments(move.id(), true)));
            OperationRow life = api.operations().inTheWay(lane.life());
            if (life == null) {
                if (lane.next() != null || api.operations().decide(move.id(), row.kind(), row.createdAt()) == 0) {
                    throw busy(row);
                }
                api.operations().save(forced.inState(OperationState.ACCEPTED));
                api.lanes().set(lane.server(), row.id(), null);
                return Optional.of(forced);
            }
            if (life.what() != Kind.REVERT || !life.state().equals(OperationState.RUNNING)) {
                throw busy(row);
            }
            api.operations().ask(life.id(), forced.arguments());
            return Optional.empty();
        });
    }

    private static RuntimeException busy(OperationRow row) {
        return Failure.SERVER_BUSY.refused(Kind.REVERT.action(), row.server());
    }
}
