package io.cellplane.api.servers.action;

import io.cellplane.api.http.Call;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Body;
import io.cellplane.api.servers.ServerAccess;
import io.cellplane.api.servers.action.Operations.Tried;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.ResetArguments;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.Json;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.lane.Resets;
import io.cellplane.db.lane.Resets.Outcome;
import io.micronaut.http.HttpResponse;
import jakarta.inject.Singleton;

/**
 * {@code os-resetState}: what an administrator says of a server is shown, at once or after a repair. What is accepted is
 * never taken back; 503 when nothing is being done to the server and its cell does not answer.
 */
@Singleton
final class ResetState implements ServerAction {
    private final Operations operations;
    private final ServerAccess access;
    private final Resets resets;

    ResetState(Operations operations, ApiDatabase api, CellDatabases cells, ServerAccess access) {
        this.operations = operations;
        this.access = access;
        this.resets = new Resets(api, cells);
    }

    @Override
    public String key() {
        return "os-resetState";
    }

    @Override
    public Rule rule() {
        return Rule.ADMIN_ACTIONS_RESET_STATE;
    }

    @Override
    public Body body() {
        return Body.schema("actions/os-resetState");
    }

    @Override
    public HttpResponse<?> act(Call call, String id) {
        reset(call, id, call.actionBody().path("state").asText());
        return HttpResponse.accepted();
    }

    void reset(Call call, String id, String vmState) {
        operations.untilDone(call, () -> {
            MappingRow mapping = ServerAccess.mapping(access.find(call, id, false), id);
            OperationRow row = operations.row(call, mapping, Kind.RESET, Json.write(new ResetArguments(vmState)));
            switch (resets.reset(row, mapping, vmState)) {
                case Outcome.Accepted accepted -> operations.start(accepted.operation());
                case Outcome.Waiting waiting -> operations.nudge(waiting.before());
                case Outcome.Shown _, Outcome.Leaving _ -> {}
                case Outcome.Moved _ -> {
                    return new Tried.Moved(Failure.SERVER_BUSY.refused(key(), id));
                }
            }
            return new Tried.Done();
        });
    }
}
