package io.cellplane.api.servers.action;

import io.cellplane.api.http.Call;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Body;
import io.cellplane.api.servers.ServerAccess;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.lane.ForcedReverts;
import io.cellplane.db.lists.ServerReads.Found;
import io.micronaut.http.HttpResponse;
import jakarta.inject.Singleton;

/**
 * {@code cellplane-forceRevert}: the way back of a move from a cell that has died, without what was changed since the move,
 * which only that cell knows. It waits until the host there is rid of the guest or is forced down.
 */
@Singleton
final class ForceRevert implements ServerAction {
    private final Operations operations;
    private final ServerAccess access;
    private final WaysBack ways;
    private final ForcedReverts reverts;

    ForceRevert(Operations operations, ServerAccess access, WaysBack ways, ApiDatabase api) {
        this.operations = operations;
        this.access = access;
        this.ways = ways;
        this.reverts = new ForcedReverts(api);
    }

    @Override
    public String key() {
        return "cellplane-forceRevert";
    }

    @Override
    public Rule rule() {
        return Rule.CELLPLANE_FORCE_REVERT;
    }

    @Override
    public Body body() {
        return Body.schema("actions/cellplane-forceRevert");
    }

    /**
     * @throws io.cellplane.contracts.failure.Refused 400 when there is no way back, 409 when the server's cell answers, the
     *     other does not, its host is down, or something else is being done to the server
     */
    @Override
    public HttpResponse<?> act(Call call, String id) {
        Found found = access.find(call, id, false);
        MappingRow mapping = ServerAccess.mapping(found, id);
        if (found instanceof Found.Here) {
            throw Failure.SERVER_CELL_ANSWERS.refused(id, String.valueOf(mapping.cell()));
        }
        ways.checkSource(ways.of(mapping.uuid()), mapping.uuid());
        reverts.force(operations.row(call, mapping, Kind.REVERT, "{}")).ifPresent(operations::start);
        return HttpResponse.accepted();
    }
}
