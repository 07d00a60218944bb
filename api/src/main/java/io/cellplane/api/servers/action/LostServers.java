package io.cellplane.api.servers.action;

import io.cellplane.api.http.Call;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.server.VmState;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.cell.FaultRow;
import io.cellplane.db.control.ApiDatabase;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Servers whose guests went with their host. */
@Singleton
public final class LostServers {
    private final ApiDatabase api;
    private final CellDatabases cells;
    private final ResetState resets;

    LostServers(ApiDatabase api, CellDatabases cells, ResetState resets) {
        this.api = api;
        this.cells = cells;
        this.resets = resets;
    }

    /**
     * Those that are lost with that host. One that waits at VERIFY_RESIZE is not: what its source keeps is its way back.
     *
     * @throws io.cellplane.db.CellAway when the cell's database does not answer
     */
    public List<UUID> on(String cell, String host) {
        return cells.read(cell, database -> database.servers().lostWith(host));
    }

    /** Shows it in ERROR, with its fault, over whatever is being done to it; one that is being deleted stays so. */
    public void giveUp(Call call, String cell, String host, UUID server) {
        cells.of(cell)
                .faults()
                .save(new FaultRow(
                        null,
                        server,
                        Failure.HOST_RETIRED.status(),
                        Failure.HOST_RETIRED.text(),
                        "Host '" + host + "'",
                        host,
                        api.clock().instant()));
        resets.reset(call, server.toString(), VmState.ERROR);
    }
}
