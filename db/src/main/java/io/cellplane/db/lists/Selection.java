package io.cellplane.db.lists;

import io.cellplane.db.Database;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** Runs a {@link Statement} on one database. */
final class Selection {
    private static final int MARIADB_REGEX = 1139;
    private static final int MYSQL_REGEX_FIRST = 3685;
    private static final int MYSQL_REGEX_LAST = 3699;

    private Selection() {}

    static <T> List<T> select(Database database, Statement statement, Class<T> type) {
        JdbcOperations jdbc = database.rows(JdbcOperations.class);
        return database.read(() -> jdbc.prepareStatement(statement.sql(), prepared -> {
            statement.fill(prepared);
            try (var rows = prepared.executeQuery();
                    Stream<T> found = jdbc.entityStream(rows, type)) {
                return found.toList();
            }
        }));
    }

    /** @throws InvalidRegex if the database does not take it for a regular expression */
    static void checkRegex(Database database, String regex) {
        JdbcOperations jdbc = database.rows(JdbcOperations.class);
        Statement statement = new Statement("select '' regexp ").bind(regex);
        try {
            database.read(() -> jdbc.prepareStatement(statement.sql(), prepared -> {
                statement.fill(prepared);
                try (var rows = prepared.executeQuery()) {
                    return rows.next();
                }
            }));
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof SQLException sql && isRegex(sql.getErrorCode())) {
                    throw new InvalidRegex(regex);
                }
            }
            throw e;
        }
    }

    private static boolean isRegex(int code) {
        return code == MARIADB_REGEX || (code >= MYSQL_REGEX_FIRST && code <= MYSQL_REGEX_LAST);
    }
}
