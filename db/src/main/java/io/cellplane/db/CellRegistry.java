package io.cellplane.db;

import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.CellRow;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How to reach the cells, as the API database has it: the passwords encrypted, each for its cell, server and user. */
public record CellRegistry(ApiDatabase api, Secrets secrets) {

    /**
     * Enters a cell, or what has changed about it, once its database has said that it is the cell's or nobody's. A cell
     * that is new here is the one whose database it is already.
     *
     * @throws CellProbe.Unusable if the database does not answer, or has another schema
     * @throws IllegalStateException if it is another cell's
     */
    public void enterOwn(String cell, DatabaseSettings at, @Nullable String bus) {
        Instant now = api.clock().instant();
        Optional<CellIdentity> says = CellProbe.at(at).identity();
        UUID uuid = api.cells()
                .find(cell)
                .map(CellRow::uuid)
                .or(() -> says.map(CellIdentity::uuid))
                .orElseGet(UUID::randomUUID);
        CellIdentity found = CellProbe.claim(at, new CellIdentity(uuid, cell), now);
        Optional<CellRow> other =
                api.cells().ofUuid(uuid).filter(row -> !row.name().equals(cell));
        if (!found.is(uuid) || other.isPresent()) {
            throw new IllegalStateException("the database at " + at.url() + " is that of cell " + found);
        }
        enter(cell, uuid, at, bus);
    }

    /** The same without asking the database, which is claimed when it is opened first. */
    public void enter(String cell, DatabaseSettings at, @Nullable String bus) {
        enter(cell, UUID.randomUUID(), at, bus);
    }

    private void enter(String cell, UUID uuid, DatabaseSettings at, @Nullable String bus) {
        api.cells()
                .put(
                        cell,
                        uuid,
                        at.url(),
                        at.user(),
                        password(cell, at),
                        bus,
                        api.clock().instant());
    }

    /** Encrypted for this cell, server and user alone. */
    public byte[] password(String cell, DatabaseSettings at) {
        return secrets.encrypt(at.password(), EncryptionContext.cell(cell, at.url(), at.user()));
    }

    /** @throws IllegalStateException if the password was not encrypted for this row, or with another key */
    public DatabaseSettings settings(CellRow row) {
        EncryptionContext context = EncryptionContext.cell(row.name(), row.databaseUrl(), row.databaseUser());
        return new DatabaseSettings(
                row.databaseUrl(), row.databaseUser(), secrets.decrypt(row.databasePassword(), context));
    }
}
