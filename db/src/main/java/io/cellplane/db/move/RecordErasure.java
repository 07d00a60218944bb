package io.cellplane.db.move;

import io.cellplane.db.Database;
import java.util.UUID;

/** Takes a server's rows out of a cell's database: those of every table that {@link MovedTables} knows. */
public final class RecordErasure {
    private final RecordStore store;

    public RecordErasure(Database database) {
        this.store = new RecordStore(database);
    }

    /** In the caller's transaction. */
    public void erase(UUID server) {
        store.erase(server);
    }
}
