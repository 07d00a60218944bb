package io.cellplane.api.servers.action;

import io.cellplane.api.http.Call;
import io.cellplane.api.policy.Policy;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Values;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.CellRow;
import io.cellplane.db.control.HostMappingRow;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.lists.Listed;
import jakarta.inject.Singleton;

/** Whether a server can move, and where to. */
@Singleton
final class MoveChecks {
    private final ApiDatabase api;

    MoveChecks(ApiDatabase api) {
        this.api = api;
    }

    /**
     * A host of which nothing is known for the moment is waited for. Volumes do not follow a server yet; none can have any
     * so far: only a root disk that is a volume has no image.
     *
     * @throws Refused 409 when the host that the server is on is down; 501 when it has volumes
     */
    void checkMovable(Listed server) {
        checkUp(String.valueOf(server.row().host()));
        String image = server.row().imageRef();
        if (image == null || image.isEmpty()) {
            throw Failure.API_NOT_BUILT.refused("Moving a server with volumes");
        }
    }

    /** @throws Refused 409 when the host is down or forced down */
    void checkUp(String host) {
        if (isDown(host)) {
            throw Failure.SERVER_HOST_DOWN.refused();
        }
    }

    /**
     * The host that an administrator wants; whether the server fits there is for placement to say.
     *
     * @throws Refused 400 when there is no such host, or none that the server may be moved to; 409 when it is down, or its
     *     cell disabled
     */
    void checkTarget(Listed server, String host, boolean acrossCells) {
        if (host.equals(server.row().host())) {
            throw Failure.SERVER_SAME_HOST.refused();
        }
        HostMappingRow mapping = api.hostMappings().find(host).orElseThrow(() -> unknown(host));
        if (!acrossCells && !mapping.cell().equals(server.cell())) {
            throw unknown(host);
        }
        if (api.cells().find(mapping.cell()).filter(CellRow::disabled).isPresent()) {
            throw Failure.CELL_DISABLED.refused(host);
        }
        checkUp(host);
    }

    /** Whether hosts of other cells may be chosen; judged for the project and user whose server it is. */
    static boolean mayCrossCells(Call call, Listed server) {
        return call.may(
                Rule.SERVERS_RESIZE_CROSS_CELL,
                Policy.target(server.row().projectId(), server.row().userId()));
    }

    private boolean isDown(String host) {
        return api.hostStates()
                .find(host)
                .filter(state -> state.fenced() || state.state().equals(HostStateRow.DOWN))
                .isPresent();
    }

    private static Refused unknown(String host) {
        return Values.bad("Compute host " + host + " could not be found.");
    }
}
