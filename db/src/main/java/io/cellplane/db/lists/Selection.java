package io.cellplane.db.lists;

import io.cellplane.db.Database;
import io.cellplane.db.ServerCodes;
import io.cellplane.db.StatementTime;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Runs a {@link Statement} on one database. */
final class Selection {
    private static final int MARIADB_REGEX = 1139;
    private static final int MYSQL_REGEX_FIRST = 3685;
    private static final int MYSQL_REGEX_LAST = 3699;

    private Selection() {}

    /**
     * @param within after which the server ends it
     * @throws InvalidRegex if the database gives up on a regular expression in it
     * @throws io.cellplane.db.TooSlow if the server has ended it
     */
    static <T> List<T> select(Database database, Statement statement, Duration within, Class<T> type) {
        return select(database, StatementTime.of(statement.sql(), within), statement, type);
    }

    /** The same without a time of its own. */
    static <T> List<T> select(Database database, Statement statement, Class<T> type) {
        return select(database, statement.sql(), statement, type);
    }

    private static <T> List<T> select(Database database, String sql, Statement statement, Class<T> type) {
        JdbcOperations jdbc = database.rows(JdbcOperations.class);
        try {
            return database.read(() -> jdbc.prepareStatement(sql, prepared -> {
                statement.fill(prepared);
                try (var rows = prepared.executeQuery();
                        Stream<T> found = jdbc.entityStream(rows, type)) {
                    List<T> all = found.toList();
                    checkMatches(prepared);
                    return all;
                }
            }));
        } catch (RuntimeException e) {
            throw isRegex(e) ? InvalidRegex.tooHard() : e;
        }
    }

    /** What MariaDB gives up on does not match for it, which it only says in a warning. */
    private static void checkMatches(PreparedStatement prepared) throws SQLException {
        for (SQLWarning warning = prepared.getWarnings(); warning != null; warning = warning.getNextWarning()) {
            if (isRegex(warning.getErrorCode())) {
                throw InvalidRegex.tooHard();
            }
        }
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
            throw isRegex(e) ? InvalidRegex.none(regex) : e;
        }
    }

    private static boolean isRegex(Throwable thrown) {
        return ServerCodes.any(thrown, Selection::isRegex);
    }

    private static boolean isRegex(int code) {
        return code == MARIADB_REGEX || (code >= MYSQL_REGEX_FIRST && code <= MYSQL_REGEX_LAST);
    }
}
