package io.cellplane.api.servers;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.db.api.ApiDatabase;
import io.cellplane.db.api.HostMappingRow;
import io.cellplane.db.api.HostStateRow;
import io.cellplane.db.lists.Listed;
import jakarta.inject.Singleton;

/** Whether the hosts at both ends of a move can do their part. */
@Singleton
final class MoveHosts {
    private final ApiDatabase api;

    MoveHosts(ApiDatabase api) {
        this.api = api;
    }

    /**
     * One of which nothing is known for the moment is waited for.
     *
     * @throws Refused 409 when the host that the server is on is down
     */
    void checkUp(Listed server) {
        checkUp(String.valueOf(server.row().host()));
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
     * @throws Refused 400 when there is no such host, or none that the server may be moved to; 409 when it is down
     */
    void checkTarget(Listed server, String host, boolean acrossCells) {
        if (host.equals(server.row().host())) {
            throw Failure.SERVER_SAME_HOST.refused();
        }
        HostMappingRow mapping = api.hostMappings().find(host).orElseThrow(() -> unknown(host));
        if (!acrossCells && !mapping.cell().equals(server.cell())) {
            throw unknown(host);
        }
        checkUp(host);
    }

    private boolean isDown(String host) {
        return api.hostStates()
                .find(host)
                .filter(state -> state.forcedDown() || state.state().equals(HostStateRow.DOWN))
                .isPresent();
    }

    private static Refused unknown(String host) {
        return Words.bad("Compute host " + host + " could not be found.");
    }
}
