package io.cellplane.db;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** The schema of the two kinds of database. Migrating is a step of its own; a process only checks. */
public enum Schema {
    API("classpath:db/api"),
    CELL("classpath:db/cell");

    private final String location;

    Schema(String location) {
        this.location = location;
    }

    /** Brings the database up to what this build needs; repeating it changes nothing. */
    public void migrate(DatabaseSettings settings) {
        flyway(settings, Map.of("text", text(settings))).migrate();
    }

    /**
     * Asks the database, which may take it a second or two to refuse.
     *
     * @throws IllegalStateException if the database is older than this build needs
     * @throws RuntimeException if it does not answer
     */
    public void check(DatabaseSettings settings) {
        int missing = flyway(settings, Map.of()).info().pending().length;
        if (missing > 0) {
            throw new IllegalStateException(
                    "the schema of " + settings.url() + " is " + missing + " migrations behind: migrate it first");
        }
    }

    private Flyway flyway(DatabaseSettings settings, Map<String, String> placeholders) {
        return Flyway.configure()
                .dataSource(url(settings), settings.user(), settings.password())
                .placeholders(placeholders)
                .locations(location)
                .load();
    }

    private static String url(DatabaseSettings settings) {
        return settings.url() + "?useSSL=false&allowPublicKeyRetrieval=true&connectionTimeZone=UTC&connectTimeout=2000";
    }

    /**
     * The collation of what users write: by code point, and a space at the end counts. MariaDB takes MySQL's name for its
     * own, which does not count it.
     */
    private static String text(DatabaseSettings settings) {
        try (Connection connection = DriverManager.getConnection(url(settings), settings.user(), settings.password())) {
            boolean isMariaDb =
                    connection.getMetaData().getDatabaseProductVersion().contains("MariaDB");
            return isMariaDb ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin";
        } catch (SQLException e) {
            throw new IllegalStateException(settings + " does not answer", e);
        }
    }
}
