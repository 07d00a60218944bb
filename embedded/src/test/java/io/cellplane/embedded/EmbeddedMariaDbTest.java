package io.cellplane.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedMariaDbTest {
    private static final Path BASE = EmbeddedMariaDb.baseIn(Path.of("../.cellplane"));

    @TempDir
    Path folder;

    private final ArrayList<String> steps = new ArrayList<>();

    @Test
    void keeps_its_data_over_a_kill_and_a_restart_and_stops_what_was_left_running() throws SQLException {
        var options = MariaDbOptions.in(BASE, folder.resolve("db"));
        var orphan = start(options);
        orphan.createDatabase("kept");
        execute(orphan, "create table t (at datetime(6) not null)");
        execute(orphan, "insert into t values ('2026-01-02 03:04:05.123456')");

        // A second start on the same data, while the first still runs, as after kill -9 of the process that owned it.
        try (var second = start(options)) {
            assertThat(steps).contains("stopping a MariaDB that was left running");
            assertThat(second.pid()).isNotEqualTo(orphan.pid());
            assertThat(readTime(second)).isEqualTo(Instant.parse("2026-01-02T03:04:05.123456Z"));
            second.kill();
        }
        try (var third = start(options)) {
            assertThat(readTime(third)).isEqualTo(Instant.parse("2026-01-02T03:04:05.123456Z"));
            assertThatThrownBy(() -> DriverManager.getConnection(third.url("kept"), "root", ""))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void one_that_runs_is_found_by_its_data_and_ends_with_them() {
        var options = MariaDbOptions.in(BASE, folder.resolve("db"));
        assertThat(EmbeddedMariaDb.find(options)).isEmpty();
        var started = start(options);
        var found = EmbeddedMariaDb.find(options).orElseThrow();
        assertThat(found.pid()).isEqualTo(started.pid());
        assertThat(found.command()).isEqualTo(started.command());
        found.createDatabase("mine");
        found.dropDatabase("mine");
        assertThatThrownBy(() -> DriverManager.getConnection(started.url("mine"), started.user(), started.password()))
                .hasMessageContaining("Unknown database");
        EmbeddedMariaDb.wipe(options);
        assertThat(EmbeddedMariaDb.find(options)).isEmpty();
        assertThat(options.data()).doesNotExist();
    }

    private EmbeddedMariaDb start(MariaDbOptions options) {
        return EmbeddedMariaDb.start(options, progress -> steps.add(progress.step()));
    }

    private static void execute(EmbeddedMariaDb server, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(server.url("kept"), server.user(), server.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Instant readTime(EmbeddedMariaDb server) throws SQLException {
        try (var connection = DriverManager.getConnection(server.url("kept"), server.user(), server.password());
                var statement = connection.prepareStatement("select at from t");
                var rows = statement.executeQuery()) {
            rows.next();
            return rows.getTimestamp(1).toInstant();
        }
    }
}
