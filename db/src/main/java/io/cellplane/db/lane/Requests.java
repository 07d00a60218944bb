package io.cellplane.db.lane;

import io.cellplane.contracts.server.Description;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.Json;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.BuildRequestRow;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Servers that have been accepted and are not yet read in a cell. What their users say of them until then is written here,
 * and sticks: a server is read in its cell only when its record says the same.
 */
public final class Requests {
    private final ApiDatabase api;

    public Requests(ApiDatabase api) {
        this.api = api;
    }

    /** @return false when the server is read in a cell by now, or gone */
    public boolean describe(UUID server, UnaryOperator<Description> change) {
        return api.database().write(() -> {
            Optional<BuildRequestRow> request = api.buildRequests().lock(server);
            request.ifPresent(row -> {
                RequestedServer asked = row.server();
                RequestedServer now = asked.described(change.apply(asked.described()));
                String body = Json.write(now);
                api.buildRequests().change(server, now.name(), body);
                api.requestSpecs().change(server, body);
            });
            return request.isPresent();
        });
    }

    /** What its user says of it while it is not read in a cell; empty from then on. */
    public Optional<Description> described(UUID server) {
        return api.buildRequests().find(server).map(row -> row.server().described());
    }

    /**
     * From the end of the caller's transaction on the server is read in its cell.
     *
     * @param written what its record there says; empty when it was read there before
     * @throws Changed when its user has said otherwise meanwhile
     */
    public void landed(UUID server, Optional<Description> written) {
        Optional<BuildRequestRow> request = api.buildRequests().lock(server);
        if (request.isPresent()) {
            if (!Optional.of(request.get().server().described()).equals(written)) {
                throw new Changed();
            }
            api.buildRequests().drop(server);
        }
    }

    /** The record must be written again. */
    public static final class Changed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Changed() {
            super("its user has said otherwise of the server meanwhile", null, false, false);
        }
    }
}
