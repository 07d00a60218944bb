package io.cellplane.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.testing.TcpDoor;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Many guests at once. */
class LoadTest {
    private static final String WHO = "/openstack/latest/meta_data.json";

    @Test
    void a_thousand_requests_at_once_are_answered_and_the_cell_has_no_more_connections_than_were_set()
            throws Exception {
        try (AskedCell cell = new AskedCell(AskedCell.settings(null, 2000), Duration.ofSeconds(60));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<UUID> servers = new ArrayList<>();
            for (int i = 0; i < 250; i++) {
                servers.add(cell.server());
            }
            AtomicBoolean over = new AtomicBoolean();
            Future<Integer> most = threads.submit(() -> connections(cell, over));
            List<Callable<Integer>> asking = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                UUID server = servers.get(i % servers.size());
                asking.add(() -> cell.ask(server, WHO).statusCode());
            }
            List<Future<Integer>> answers = threads.invokeAll(asking);
            over.set(true);
            assertThat(answers).extracting(Future::get).containsOnly(200);
            assertThat(most.get()).isBetween(1, cell.reached.pool());
        }
    }

    /** The most that the process had at any look. */
    private static int connections(AskedCell cell, AtomicBoolean over) throws SQLException {
        int most = 0;
        var own = cell.rows.database().settings();
        try (Connection connection = DriverManager.getConnection(own.url(), own.user(), own.password());
                Statement statement = connection.createStatement()) {
            // Those of the test itself are there before and stay.
            int others = count(statement);
            while (!over.get()) {
                most = Math.max(most, count(statement) - others);
            }
        }
        return most;
    }

    private static int count(Statement statement) throws SQLException {
        try (var row =
                statement.executeQuery("select count(*) from information_schema.processlist where db = database()")) {
            row.next();
            return row.getInt(1);
        }
    }

    @Test
    void who_comes_beyond_what_there_is_room_for_is_told_to_come_again_at_once() throws Exception {
        try (AskedCell cell = new AskedCell(AskedCell.settings(null, 1), AskedCell.WAIT)) {
            UUID server = cell.server();
            cell.door.set(TcpDoor.State.STALLED);
            AtomicInteger refused = new AtomicInteger();
            List<CompletableFuture<Void>> asked = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                asked.add(CompletableFuture.runAsync(() -> {
                    var answer = cell.ask(server, WHO);
                    if (answer.statusCode() == 503 && answer.body().startsWith("Too many guests")) {
                        refused.incrementAndGet();
                    }
                }));
            }
            CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).get();
            assertThat(refused).hasValueGreaterThan(0);
            cell.door.set(TcpDoor.State.OPEN);
        }
    }
}
