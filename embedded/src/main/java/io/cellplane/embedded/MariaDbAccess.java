package io.cellplane.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

/** How to reach an embedded MariaDB on the loopback address. */
record MariaDbAccess(int port, String password) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{1,64}");

    /**
     * Times are UTC on both sides. Statements are prepared on the server and kept, so that a repeated one is not parsed
     * again; batches go in one packet. The rest saves round trips: settings that are known here are not asked or set
     * again. No TLS: the wire is the loopback device.
     */
    private static final String PROPERTIES = String.join(
            "&",
            "sslMode=DISABLED",
            "allowPublicKeyRetrieval=true",
            "connectionTimeZone=UTC",
            "forceConnectionTimeZoneToSession=true",
            "characterEncoding=UTF-8",
            "useServerPrepStmts=true",
            "cachePrepStmts=true",
            "prepStmtCacheSize=500",
            "prepStmtCacheSqlLimit=8192",
            "rewriteBatchedStatements=true",
            "useLocalSessionState=true",
            "cacheServerConfiguration=true",
            "cacheResultSetMetadata=true",
            "maintainTimeStats=false",
            "connectTimeout=10000");

    String user() {
        return "cellplane";
    }

    String url(String database) {
        return "jdbc:mysql://127.0.0.1:%d/%s?%s".formatted(port, database, PROPERTIES);
    }

    boolean answers() {
        try (var connection = DriverManager.getConnection(url(""), user(), password())) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    void createDatabase(String name) {
        execute("CREATE DATABASE IF NOT EXISTS `%s` CHARACTER SET utf8mb4", name);
    }

    void dropDatabase(String name) {
        execute("DROP DATABASE IF EXISTS `%s`", name);
    }

    void createUser(String name, String password, List<String> databases) {
        if (!NAME.matcher(password).matches()) {
            throw new IllegalArgumentException("a password of letters and digits is wanted");
        }
        execute("CREATE OR REPLACE USER '%s'@'127.0.0.1' IDENTIFIED BY '" + password + "'", name);
        for (String database : databases) {
            execute("GRANT ALL PRIVILEGES ON `%s`.* TO '" + checked(name) + "'@'127.0.0.1'", database);
        }
    }

    private static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a name: " + name);
        }
        return name;
    }

    private void execute(String sql, String name) {
        try (Connection connection = DriverManager.getConnection(url(""), user(), password());
                var statement = connection.createStatement()) {
            statement.execute(sql.formatted(checked(name)));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
