package io.cellplane.api.servers;

import io.cellplane.api.http.Call;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.ResetArguments;
import io.cellplane.db.CellAway;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.Json;
import io.cellplane.db.admission.Resets;
import io.cellplane.db.admission.Resets.Outcome;
import io.cellplane.db.api.ApiDatabase;
import io.cellplane.db.api.MappingRow;
import io.cellplane.db.api.OperationRow;
import io.cellplane.db.lists.ServerReads.Found;
import io.cellplane.operations.temporal.Temporal;
import jakarta.inject.Singleton;
import java.util.List;

/** {@code os-resetState}: what an administrator says of a server is shown, at once or after a repair. */
@Singleton
final class StateResets {
    private static final int LOOKS = 3;

    private final ApiDatabase api;
    private final ServerAccess access;
    private final Starts starts;
    private final Patience patience;
    private final Resets resets;

    StateResets(ApiDatabase api, CellDatabases cells, ServerAccess access, Starts starts, Patience patience) {
        this.api = api;
        this.access = access;
        this.starts = starts;
        this.patience = patience;
        this.resets = new Resets(api, cells);
    }

    /**
     * What is accepted is never taken back.
     *
     * @throws Refused 404; 503 when nothing is being done to the server and its cell does not answer
     */
    void reset(Call call, String id, String vmState) {
        String arguments = Json.write(new ResetArguments(vmState));
        for (int look = 0; look < LOOKS; look++) {
            MappingRow mapping = mapping(call, id);
            OperationRow row = NewOperation.of(api, patience, call, mapping, Kind.RESET, arguments);
            Outcome outcome;
            try {
                outcome = resets.reset(row, mapping, vmState);
            } catch (CellAway away) {
                throw ServerAccess.away(away);
            }
            switch (outcome) {
                case Outcome.Accepted accepted -> starts.start(List.of(start(accepted.operation())));
                case Outcome.Waiting waiting -> {
                    OperationRow before = waiting.before();
                    starts.nudge(before.server(), before.what(), before.id());
                }
                case Outcome.Shown _, Outcome.Leaving _ -> {}
                case Outcome.Moved _ -> {
                    continue;
                }
            }
            return;
        }
        throw Failure.SERVER_BUSY.refused("os-resetState", id);
    }

    private MappingRow mapping(Call call, String id) {
        return switch (access.find(call, id, false)) {
            case Found.Here here -> here.mapping();
            case Found.Away away -> away.mapping();
            case Found.Gone _ -> throw ServerAccess.unknown(id);
        };
    }

    private static Temporal.Start start(OperationRow row) {
        return new Temporal.Start(
                row.id(), row.server(), row.what(), row.projectId(), row.requestId(), row.kind() + " " + row.server());
    }
}
