package io.cellplane.db.move;

import io.cellplane.db.CellDatabases;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.MappingRow;
import java.util.UUID;
import java.util.function.Predicate;

/** Records that lie beside the one that counts, left by who did not come to an end in a cell. */
public final class Strays {
    private final ApiDatabase api;
    private final CellDatabases cells;

    public Strays(ApiDatabase api, CellDatabases cells) {
        this.api = api;
        this.cells = cells;
    }

    /**
     * Erases a record that was written beside the one that counts: by a boot whose cell did not answer, so that it went on
     * elsewhere, or that ended as it landed. A copy that a move has made, or to which the mapping was turned, stays.
     */
    public void erase(String cell, UUID server) {
        erase(
                cell,
                server,
                row -> row.moveState() == null,
                (row, at) -> at.deletedAt() != null || (at.cell() != null && !cell.equals(at.cell())));
    }

    /** Erases a copy that still arrives by a move that is over: nobody cuts over to it any more. */
    public void eraseArriving(String cell, UUID server, UUID operation) {
        erase(
                cell,
                server,
                row -> CellMoveSteps.ARRIVING.equals(row.moveState()) && operation.equals(row.operation()),
                // One that was cut over to and never opened counts all the same.
                (row, at) -> at.deletedAt() != null || at.generation() < row.generation() || !cell.equals(at.cell()));
    }

    /** Whether the row does not count, as its mapping says. */
    private interface Beside {
        boolean test(ServerRow row, MappingRow at);
    }

    private void erase(String cell, UUID server, Predicate<ServerRow> which, Beside beside) {
        CellDatabase database = cells.of(cell);
        database.database()
                .run(() -> database.servers()
                        .lock(server)
                        .filter(which)
                        // Read behind the lock: what takes writes here counts, if the mapping was turned to it before.
                        .filter(row -> api.mappings()
                                .find(server)
                                .filter(at -> beside.test(row, at))
                                .isPresent())
                        .ifPresent(row -> new RecordStore(database.database()).erase(server)));
    }
}
