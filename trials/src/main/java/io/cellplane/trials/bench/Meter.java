package io.cellplane.trials.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cellplane.standalone.apart.Consumption;
import io.cellplane.standalone.apart.Launcher;
import io.cellplane.standalone.apart.Program;
import io.cellplane.standalone.apart.Program.Role;
import io.cellplane.standalone.apart.ProgramTable;
import io.cellplane.standalone.cloud.CloudFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the cloud has used so far.
 *
 * @param cpu seconds by kind of process
 * @param commits transactions that changed something, on all databases
 * @param messages on the cells' buses
 * @param bytes that the cells' NATS servers took and gave; 0 without such
 */
record Meter(Map<String, Double> cpu, long commits, long messages, long bytes) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Meter read(CloudFile cloud) {
        return ProgramTable.in(cloud.data())
                .filter(_ -> cloud.apart())
                .map(table -> ofProcesses(cloud, table))
                .orElseGet(() -> ofOneProcess(cloud));
    }

    private static Meter ofOneProcess(CloudFile cloud) {
        Map<String, Double> cpu = new LinkedHashMap<>();
        cpu.put("cloud", Consumption.cpuSeconds(cloud.pid()));
        cpu.put("mariadb", Consumption.cpuSeconds(cloud.databasePid()));
        cpu.put("temporal", Consumption.cpuSeconds(cloud.temporalPid()));
        return new Meter(
                cpu,
                commits(cloud.databaseUrl(), cloud.databaseUser(), cloud.databasePassword()),
                number(cloud.statusUrl(), "bus_messages"),
                0);
    }

    private static Meter ofProcesses(CloudFile cloud, ProgramTable table) {
        Map<String, Double> cpu = new LinkedHashMap<>();
        for (Program program : table.programs()) {
            double used = Launcher.find(program)
                    .map(process -> Consumption.cpuSeconds(process.pid()))
                    .orElse(0.0);
            cpu.merge(program.role().token(), used, Double::sum);
        }
        long commits = table.of(Role.MARIADB).stream()
                .mapToLong(server -> commits(
                        "jdbc:mysql://127.0.0.1:" + server.port() + "/", cloud.databaseUser(), password(server)))
                .sum();
        return new Meter(
                cpu, commits, onBuses(table, "in_msgs"), onBuses(table, "in_bytes") + onBuses(table, "out_bytes"));
    }

    private static long onBuses(ProgramTable table, String counter) {
        return table.of(Role.NATS).stream()
                .mapToLong(server -> number(String.valueOf(server.health()).replace("healthz", "varz"), counter))
                .sum();
    }

    private static String password(Program server) {
        try {
            return Files.readString(server.log().resolveSibling("password"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Meter minus(Meter before) {
        Map<String, Double> used = new LinkedHashMap<>();
        cpu.forEach((kind, seconds) -> used.put(kind, seconds - before.cpu.getOrDefault(kind, 0.0)));
        return new Meter(used, commits - before.commits, messages - before.messages, bytes - before.bytes);
    }

    /** By kind of process, for each of that many operations. */
    Map<String, Double> cpuPer(int operations) {
        Map<String, Double> each = new LinkedHashMap<>();
        cpu.forEach((kind, seconds) -> each.put(kind, seconds / operations));
        return each;
    }

    /** Com_commit counts reads too; InnoDB tells those apart that wrote. */
    private static long commits(String server, String user, String password) {
        String url = server + "?useSSL=false&allowPublicKeyRetrieval=true";
        try (Connection connection = DriverManager.getConnection(url, user, password);
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

    private static long number(String url, String name) {
        try (var in = URI.create(url).toURL().openStream()) {
            return JSON.readTree(in).path(name).asLong();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
