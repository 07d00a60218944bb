package io.cellplane.db.lane;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.operation.EndArguments;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.db.Json;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.MigrationRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.lane.Lanes.Entered;
import java.util.Optional;

/**
 * Lets a revert in whose gate is in a cell that does not answer, or forces one that waits for that cell. The lane and the
 * move's decision stand alone for it: nobody can write the record meanwhile without its cell.
 */
public final class ForcedReverts {
    private final ApiDatabase api;
    private final Lanes lanes;

    public ForcedReverts(ApiDatabase api) {
        this.api = api;
        this.lanes = new Lanes(api);
    }

    /**
     * @param row a revert without arguments, not saved yet
     * @return the operation to start; empty when one that is under way is forced from here
     * @throws Refused when there is no way back from another cell, or something else is being done to the server
     */
    public Optional<OperationRow> force(OperationRow row) {
        return api.database().write(() -> {
            api.lanes().lock(row.server());
            OperationRow move =
                    api.operations().toVerify(row.server()).orElseThrow(Failure.SERVER_NOT_RESIZED::refused);
            MigrationRow way = api.migrations().find(move.id()).orElseThrow(Failure.SERVER_NOT_RESIZED::refused);
            if (way.sourceCell().equals(way.destCell())) {
                throw busy(row);
            }
            OperationRow forced = row.asking(Json.write(new EndArguments(move.id(), true)));
            switch (lanes.enter(forced, new Claim(false, move.id(), null))) {
                case Entered.Now now -> {
                    return Optional.of(now.operation());
                }
                case Entered.Busy busy
                when isReverting(busy.before()) -> {
                    api.operations().ask(busy.before().id(), forced.arguments());
                    return Optional.empty();
                }
                case Entered.Busy _, Entered.After _, Entered.Gone _ -> throw busy(row);
            }
        });
    }

    private static boolean isReverting(OperationRow before) {
        return before.what() == Kind.REVERT && before.state().equals(OperationState.RUNNING);
    }

    private static Refused busy(OperationRow row) {
        return Failure.SERVER_BUSY.refused(Kind.REVERT.action(), row.server());
    }
}
