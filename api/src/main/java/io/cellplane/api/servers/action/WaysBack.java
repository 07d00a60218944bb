package io.cellplane.api.servers.action;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.operation.EndArguments;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.db.CellAway;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.Json;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.OperationRow;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Whether a moved server has a way back, and whether it is open. */
@Singleton
final class WaysBack {
    private final ApiDatabase api;
    private final CellDatabases cells;
    private final MoveChecks checks;

    WaysBack(ApiDatabase api, CellDatabases cells, MoveChecks checks) {
        this.api = api;
        this.cells = cells;
        this.checks = checks;
    }

    /**
     * The move that holds it.
     *
     * @throws Refused 400 when there is none
     */
    OperationRow of(UUID server) {
        return api.operations().toVerify(server).orElseThrow(Failure.SERVER_NOT_RESIZED::refused);
    }

    /** What an end of that move wishes. */
    static Wish end(OperationRow move) {
        return new Wish(Json.write(new EndArguments(move.id())), move.id(), null, null);
    }

    /**
     * A revert takes the guest away from where it runs, so what it goes back to must be there.
     *
     * @throws Refused 409 when the cell that the server came from does not answer, or its host is down or forced down
     */
    void checkSource(OperationRow move, UUID server) {
        api.migrations().find(move.id()).ifPresent(way -> {
            try {
                cells.read(way.sourceCell(), database -> database.servers().find(server));
            } catch (CellAway away) {
                throw Failure.SERVER_CELL_AWAY.refused(Kind.REVERT.action(), server);
            }
            checks.checkUp(way.sourceHost());
        });
    }
}
