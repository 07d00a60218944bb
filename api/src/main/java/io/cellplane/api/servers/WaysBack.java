package io.cellplane.api.servers;

import io.cellplane.api.http.Call;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.db.CellAway;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.admission.ForcedReverts;
import io.cellplane.db.api.ApiDatabase;
import io.cellplane.db.api.MappingRow;
import io.cellplane.db.api.OperationRow;
import io.cellplane.db.lists.ServerReads.Found;
import io.cellplane.operations.temporal.Temporal;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Whether a move's way back is open, and how an administrator takes it when the cell where the server is has died. */
@Singleton
final class WaysBack {
    private final ApiDatabase api;
    private final CellDatabases cells;
    private final ServerAccess access;
    private final Starts starts;
    private final Patience patience;
    private final MoveHosts hosts;
    private final ForcedReverts reverts;

    WaysBack(
            ApiDatabase api,
            CellDatabases cells,
            ServerAccess access,
            Starts starts,
            Patience patience,
            MoveHosts hosts) {
        this.api = api;
        this.cells = cells;
        this.access = access;
        this.starts = starts;
        this.patience = patience;
        this.hosts = hosts;
        this.reverts = new ForcedReverts(api);
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
                throw Failure.SERVER_CELL_AWAY.refused(Kind.REVERT.action(), server, way.sourceCell());
            }
            hosts.checkUp(way.sourceHost());
        });
    }

    /**
     * Reverts without what was changed since the move, which only the dead cell knows. It waits until the destination's
     * host is rid of the guest or is forced down.
     *
     * @throws Refused 404; 400 when there is no way back, 409 when the server's cell answers, the other does not,
     *     its host is down, or something else is being done to the server
     */
    void force(Call call, String id) {
        MappingRow mapping = switch (access.find(call, id, false)) {
            case Found.Away away -> away.mapping();
            case Found.Here here ->
                throw Failure.SERVER_CELL_ANSWERS.refused(
                        id, String.valueOf(here.mapping().cell()));
            case Found.Gone _ -> throw ServerAccess.unknown(id);
        };
        OperationRow move = api.operations().toVerify(mapping.uuid()).orElseThrow(Failure.SERVER_NOT_RESIZED::refused);
        checkSource(move, mapping.uuid());
        OperationRow row = NewOperation.of(api, patience, call, mapping, Kind.REVERT, "{}");
        reverts.force(row).ifPresent(accepted -> starts.start(List.of(start(accepted))));
    }

    private static Temporal.Start start(OperationRow row) {
        return new Temporal.Start(
                row.id(), row.server(), row.what(), row.projectId(), row.requestId(), row.kind() + " " + row.server());
    }
}
