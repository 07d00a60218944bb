package io.cellplane.db;

import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.CellRow;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How to reach the cells, as the API database has it: the passwords encrypted, each for its cell, server and user. */
public record CellRegistry(ApiDatabase api, Secrets secrets) {

    /** Enters a cell, or what has changed about it. */
    public void enter(String cell, DatabaseSettings at, @Nullable String bus) {
        byte[] password = secrets.encrypt(at.password(), EncryptionContext.cell(cell, at.url(), at.user()));
        api.cells()
                .put(
                        cell,
                        UUID.randomUUID(),
                        at.url(),
                        at.user(),
                        password,
                        bus,
                        api.clock().instant());
    }

    /** @throws IllegalStateException if the password was not encrypted for this row, or with another key */
    public DatabaseSettings settings(CellRow row) {
        EncryptionContext context = EncryptionContext.cell(row.name(), row.databaseUrl(), row.databaseUser());
        return new DatabaseSettings(
                row.databaseUrl(), row.databaseUser(), secrets.decrypt(row.databasePassword(), context));
    }
}
