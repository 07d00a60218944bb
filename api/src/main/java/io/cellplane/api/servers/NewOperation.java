package io.cellplane.api.servers;

import io.cellplane.api.http.Call;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.db.api.ApiDatabase;
import io.cellplane.db.api.MappingRow;
import io.cellplane.db.api.OperationIds;
import io.cellplane.db.api.OperationRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The row of an operation on a server that somebody has just asked for. */
final class NewOperation {
    private NewOperation() {}

    /** @param arguments as JSON */
    static OperationRow of(
            ApiDatabase api, Patience patience, Call call, MappingRow server, Kind kind, String arguments) {
        Instant now = api.clock().instant().truncatedTo(ChronoUnit.MICROS);
        return new OperationRow(
                OperationIds.next(now),
                server.uuid(),
                kind.token(),
                server.projectId(),
                call.user(),
                call.requestId(),
                call.globalRequestId(),
                arguments,
                OperationState.ADMITTING,
                null,
                null,
                now.plus(kind.deadline(patience)),
                now,
                now);
    }
}
