package io.cellplane.conductor.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cellplane.contracts.Patience;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestControlLevel.Accepted;
import io.cellplane.db.testing.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PurgingTest {
    private static final TestControlLevel CONTROL = new TestControlLevel("purging", "cell1");

    @AfterAll
    static void close() {
        CONTROL.close();
    }

    @Test
    void a_server_that_was_deleted_long_ago_goes_from_both_levels_with_its_operations() {
        UUID gone = deleted(Duration.ofDays(31));
        UUID lately = deleted(Duration.ofDays(29));
        try (Clockwork clockwork =
                new Clockwork(List.of(new Purging(CONTROL.api, CONTROL.cells, Patience.standard())))) {
            clockwork.once();
            await().until(() -> CONTROL.cells.of("cell1").servers().find(gone).isEmpty());
        }
        assertThat(CONTROL.api.mappings().find(gone)).isEmpty();
        assertThat(CONTROL.api.mappings().find(lately)).isPresent();
        assertThat(CONTROL.cells.of("cell1").servers().find(lately)).isPresent();
    }

    private static UUID deleted(Duration ago) {
        Instant then = Instant.now().minus(ago);
        Accepted boot = CONTROL.accept();
        UUID server = boot.server();
        CONTROL.api.operations().advance(boot.operation(), OperationState.ACCEPTED, OperationState.CLOSED, then);
        CONTROL.api.mappings().place(server, "cell1", 1, then);
        CONTROL.api.mappings().delete(server, then);
        var servers = CONTROL.cells.of("cell1").servers();
        servers.save(TestServer.active(server, then).row());
        servers.delete(server, then);
        return server;
    }
}
