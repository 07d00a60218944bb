package io.cellplane.api.servers.action;

import io.cellplane.api.http.Call;
import io.cellplane.api.policy.Rule;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.db.control.OperationRow;
import io.micronaut.http.HttpResponse;
import jakarta.inject.Singleton;
import java.util.UUID;

/** {@code revertResize}: the way back of a move is taken, so the cell that it leads to must answer and its host be up. */
@Singleton
final class Revert implements ServerAction {
    private final Operations operations;
    private final WaysBack ways;

    Revert(Operations operations, WaysBack ways) {
        this.operations = operations;
        this.ways = ways;
    }

    @Override
    public String key() {
        return "revertResize";
    }

    @Override
    public Rule rule() {
        return Rule.SERVERS_REVERT_RESIZE;
    }

    /** @throws io.cellplane.contracts.failure.Refused 400 when there is no way back, 409 */
    @Override
    public HttpResponse<?> act(Call call, String id) {
        operations.ask(call, id, Kind.REVERT, server -> {
            UUID uuid = server.row().uuid();
            OperationRow move = ways.of(uuid);
            ways.checkSource(move, uuid);
            return WaysBack.end(move);
        });
        return HttpResponse.accepted();
    }
}
