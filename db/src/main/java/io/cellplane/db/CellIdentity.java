package io.cellplane.db;

import io.cellplane.db.control.CellRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The cell that a database is of, as it says itself. Written once, by whoever comes first for a cell, and never changed.
 *
 * @param name what the cell was called then, for people
 */
public record CellIdentity(UUID uuid, String name) {

    static CellIdentity of(CellRow row) {
        return new CellIdentity(row.uuid(), row.name());
    }

    /** Whether a database that says this is the cell's. */
    public boolean is(UUID cell) {
        return uuid.equals(cell);
    }

    /** Empty where nobody has claimed it yet. */
    static Optional<CellIdentity> in(Connection connection) throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement("select uuid, name from cell_identity where id = 1");
                ResultSet row = query.executeQuery()) {
            return row.next()
                    ? Optional.of(new CellIdentity(UUID.fromString(row.getString(1)), row.getString(2)))
                    : Optional.empty();
        }
    }

    /**
     * Of all that come at the same time one is the first; who comes later changes nothing.
     *
     * @return whose it is
     */
    CellIdentity claim(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert ignore into cell_identity (id, uuid, name, claimed_at) values (1, ?, ?, ?)")) {
            insert.setString(1, uuid.toString());
            insert.setString(2, name);
            insert.setTimestamp(3, Timestamp.from(now));
            insert.executeUpdate();
        }
        return in(connection).orElse(this);
    }

    @Override
    public String toString() {
        return name + " (" + uuid + ")";
    }
}
