package io.cellplane.db;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** The schema of the two kinds of database. Migrating is a step of its own; a process only checks. */
public enum Schema {
    API("classpath:db/api", 18),
    CELL("classpath:db/cell", 8);

    /** A server that hangs is found out before anything is asked of it. */
    private static final int SILENT_MILLIS = 5_000;

    private final String location;
    private final int version;

    Schema(String location, int version) {
        this.location = location;
        this.version = version;
    }

    /** The number of its last migration: what a database must have had at the least. */
    public int version() {
        return version;
    }

    /** Those of all kinds, by name. */
    public static Map<String, Integer> versions() {
        return Map.of("api", API.version, "cell", CELL.version);
    }

    /** The number of the last migration that the database has had. */
    static int of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet last = statement.executeQuery(
                        "select max(cast(version as unsigned)) from flyway_schema_history where success = 1")) {
            return last.next() ? last.getInt(1) : 0;
        }
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

    /** Of a connection that is in no pool; it has parameters, and may get more. */
    static String url(DatabaseSettings settings) {
        String url = settings.url();
        return url + (url.contains("?") ? "&" : "?")
                + "useSSL=false&allowPublicKeyRetrieval=true&connectionTimeZone=UTC&connectTimeout=2000";
    }

    /**
     * The collation of what users write: by code point, and a space at the end counts. MariaDB takes MySQL's name for its
     * own, which does not count it.
     */
    private static String text(DatabaseSettings settings) {
        String url = url(settings) + "&socketTimeout=" + SILENT_MILLIS;
        try (Connection connection = DriverManager.getConnection(url, settings.user(), settings.password())) {
            boolean isMariaDb =
                    connection.getMetaData().getDatabaseProductVersion().contains("MariaDB");
            return isMariaDb ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin";
        } catch (SQLException e) {
            throw new IllegalStateException(settings + " does not answer", e);
        }
    }
}
