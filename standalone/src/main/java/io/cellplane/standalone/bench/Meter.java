package io.cellplane.standalone.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cellplane.standalone.cloud.CloudFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What the cloud has used so far.
 *
 * @param cloud CPU seconds of its JVM: control level, hosts and stand-ins
 * @param database CPU seconds of MariaDB
 * @param temporal CPU seconds of Temporal; 0 where it is inside the JVM or not ours
 * @param commits transactions that changed something, on all databases
 * @param messages on the cells' buses
 */
record Meter(double cloud, double database, double temporal, long commits, long messages) {
    private static final double TICKS_PER_SECOND = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    static Meter read(CloudFile cloud) {
        return new Meter(
                cpu(cloud.pid()), cpu(cloud.databasePid()), cpu(cloud.temporalPid()), commits(cloud), messages(cloud));
    }

    Meter minus(Meter before) {
        return new Meter(
                cloud - before.cloud,
                database - before.database,
                temporal - before.temporal,
                commits - before.commits,
                messages - before.messages);
    }

    double cpu() {
        return cloud + database + temporal;
    }

    private static double cpu(long pid) {
        if (pid == 0) {
            return 0;
        }
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // The name, in brackets, may hold anything.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Com_commit counts reads too; InnoDB tells those apart that wrote. */
    private static long commits(CloudFile cloud) {
        String url = cloud.databaseUrl() + "?useSSL=false&allowPublicKeyRetrieval=true";
        try (Connection connection = DriverManager.getConnection(url, cloud.databaseUser(), cloud.databasePassword());
                Statement statement = connection.createStatement()) {
            statement.execute("set global innodb_monitor_enable = 'trx_rw_commits'");
            try (ResultSet row = statement.executeQuery(
                    "select count from information_schema.innodb_metrics where name = 'trx_rw_commits'")) {
                return row.next() ? row.getLong(1) : 0;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the database tells no commits: " + e.getMessage(), e);
        }
    }

    private static long messages(CloudFile cloud) {
        try {
            return JSON.readTree(URI.create(cloud.statusUrl()).toURL().openStream())
                    .path("bus_messages")
                    .asLong();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
