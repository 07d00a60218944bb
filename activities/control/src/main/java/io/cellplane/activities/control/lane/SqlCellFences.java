package io.cellplane.activities.control.lane;

import io.cellplane.contracts.server.VmState;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.temporal.step.CellFences;
import java.util.UUID;

/** Fences in the ledgers of cells. */
public final class SqlCellFences implements CellFences {
    private final ApiDatabase api;
    private final CellDatabases cells;

    public SqlCellFences(ApiDatabase api, CellDatabases cells) {
        this.api = api;
        this.cells = cells;
    }

    @Override
    public boolean fence(UUID operation, String cell, UUID server) {
        CellDatabase database = cells.of(cell);
        database.ledger().fence(operation);
        boolean counts = api.mappings()
                .find(server)
                .filter(row -> cell.equals(row.cell()))
                .isPresent();
        return counts
                && database.servers()
                        .find(server)
                        .map(ServerRow::vmState)
                        .filter(VmState.ACTIVE::equals)
                        .isPresent();
    }
}
