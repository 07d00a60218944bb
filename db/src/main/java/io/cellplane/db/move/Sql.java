package io.cellplane.db.move;

import io.cellplane.db.Database;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Statements whose columns come from the declaration, inside a transaction of one database. */
final class Sql {
    private final JdbcOperations jdbc;

    Sql(Database database) {
        this.jdbc = database.rows(JdbcOperations.class);
    }

    List<List<@Nullable Object>> query(String sql, @Nullable Object... values) {
        return jdbc.prepareStatement(sql, prepared -> {
            fill(prepared, Arrays.asList(values));
            try (var found = prepared.executeQuery()) {
                int columns = found.getMetaData().getColumnCount();
                List<List<@Nullable Object>> rows = new ArrayList<>();
                while (found.next()) {
                    List<@Nullable Object> row = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        row.add(found.getObject(i));
                    }
                    rows.add(row);
                }
                return rows;
            }
        });
    }

    int update(String sql, List<@Nullable Object> values) {
        return jdbc.prepareStatement(sql, prepared -> {
            fill(prepared, values);
            return prepared.executeUpdate();
        });
    }

    private static void fill(PreparedStatement prepared, List<@Nullable Object> values) throws SQLException {
        int at = 1;
        for (Object value : values) {
            prepared.setObject(at++, value instanceof UUID id ? id.toString() : value);
        }
    }
}
