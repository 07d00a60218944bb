package io.cellplane.db;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a database says of itself before anything is stored of it: asked on a connection of its own.
 *
 * @param schema the number of its last migration
 * @param identity empty where it is nobody's yet
 */
public record CellProbe(int schema, Optional<CellIdentity> identity) {
    private static final Duration WITHIN = Duration.ofSeconds(2);
    private static final int NO_SUCH_TABLE = 1146;

    /** Why a database cannot be a cell's. It says so in words that may be shown: no password is in them. */
    public static final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final boolean away;

        private Unusable(String words, boolean away) {
            super(words, null, false, false);
            this.away = away;
        }

        /** Whether it has not answered; else it has, and is not as it must be. */
        public boolean isAway() {
            return away;
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /** @throws Unusable if it does not answer, takes no writes of this account, or has not a cell's schema of this build */
    public static CellProbe at(DatabaseSettings settings) {
        return ask(settings, connection -> {
            int schema = Schema.of(connection);
            if (schema < Schema.CELL.version()) {
                throw new Unusable(
                        "its schema is at " + schema + ", this build needs " + Schema.CELL.version()
                                + ": migrate it first",
                        false);
            }
            try (Statement write = connection.createStatement()) {
                write.executeUpdate("update cell_identity set name = name where id = 0");
            }
            return new CellProbe(schema, CellIdentity.in(connection));
        });
    }

    /**
     * Makes it that cell's, where it is nobody's.
     *
     * @return whose it is
     * @throws Unusable if it does not answer
     */
    public static CellIdentity claim(DatabaseSettings settings, CellIdentity cell, Instant now) {
        return ask(settings, connection -> cell.claim(connection, now));
    }

    /**
     * Whether it has a record of a server that is not deleted, whatever it counts.
     *
     * @throws Unusable if it does not answer
     */
    public static boolean hasServers(DatabaseSettings settings) {
        return ask(settings, connection -> {
            try (Statement query = connection.createStatement();
                    ResultSet row = query.executeQuery("select 1 from instances where deleted = false limit 1")) {
                return row.next();
            }
        });
    }

    private static <T> T ask(DatabaseSettings settings, Work<T> work) {
        String url = Schema.url(settings) + "&forceConnectionTimeZoneToSession=true&socketTimeout=" + WITHIN.toMillis();
        try (Connection connection = DriverManager.getConnection(url, settings.user(), settings.password())) {
            return work.with(connection);
        } catch (SQLException e) {
            throw e.getErrorCode() == NO_SUCH_TABLE
                    ? new Unusable("it has not the tables of a cell", false)
                    : new Unusable("it says: " + firstLine(e), true);
        }
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("nothing");
    }
}
