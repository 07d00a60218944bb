package io.cellplane.db.lists;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement that is put together from fixed texts and bound values. */
final class Statement {
    private final StringBuilder text;
    private final List<@Nullable Object> values = new ArrayList<>();
    private boolean where;

    Statement(String text) {
        this.text = new StringBuilder(text);
    }

    Statement add(String fixed) {
        text.append(fixed);
        return this;
    }

    Statement and(String fixed) {
        text.append(where ? " and " : " where ").append(fixed);
        where = true;
        return this;
    }

    Statement bind(@Nullable Object value) {
        text.append('?');
        values.add(value);
        return this;
    }

    Statement bindAll(List<?> list) {
        text.append('(');
        for (int i = 0; i < list.size(); i++) {
            text.append(i == 0 ? "" : ", ");
            bind(list.get(i));
        }
        text.append(')');
        return this;
    }

    String sql() {
        return text.toString();
    }

    void fill(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            statement.setObject(
                    i + 1, value instanceof Instant time ? LocalDateTime.ofInstant(time, ZoneOffset.UTC) : value);
        }
    }
}
