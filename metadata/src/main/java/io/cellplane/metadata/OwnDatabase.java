package io.cellplane.metadata;

import io.cellplane.db.CellIdentity;
import io.cellplane.db.CellProbe;
import io.cellplane.db.DatabaseSettings;

/** Whether the database that the process was sent to is its cell's: of another cell no guest is told anything. */
final class OwnDatabase {
    private OwnDatabase() {}

    /** @throws RuntimeException saying what is wrong, while it is not that cell's or not of this build's schema */
    static void check(DatabaseSettings settings, String cell) {
        CellIdentity identity = CellProbe.at(settings)
                .identity()
                .orElseThrow(() -> new IllegalStateException("the database is no cell's yet: run Setup first"));
        if (!identity.name().equals(cell)) {
            throw new IllegalStateException("the database is that of cell " + identity);
        }
    }

    static boolean is(DatabaseSettings settings, String cell) {
        check(settings, cell);
        return true;
    }
}
