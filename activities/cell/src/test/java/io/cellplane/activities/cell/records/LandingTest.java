package io.cellplane.activities.cell.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.operation.Step;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestControlLevel.Accepted;
import io.cellplane.temporal.step.Placed;
import io.cellplane.temporal.step.Records.Failed;
import io.cellplane.temporal.step.Records.Landed;
import io.cellplane.temporal.step.Records.Landing;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a landing tells of the host that it has come to. */
class LandingTest {
    private static final TestControlLevel CONTROL = new TestControlLevel("landing", "cell0", "cell1");

    private final SqlRecords records = new SqlRecords(CONTROL.api, CONTROL.cells, _ -> {});
    private final Accepted boot = CONTROL.accept();

    @AfterAll
    static void close() {
        CONTROL.close();
    }

    private Step step(int attempt) {
        return new Step(boot.operation(), "land", attempt);
    }

    private static Placed place(String host) {
        return new Placed("cell1", host, UUID.randomUUID(), "nova", 1, 1);
    }

    private Landed land(int attempt, String host) {
        return records.land(new Landing(step(attempt), boot.server(), place(host), List.of()))
                .orRefuse();
    }

    private static void node(String host, String type) {
        UUID any = UUID.randomUUID();
        CONTROL.cells
                .of("cell1")
                .computeNodes()
                .put(any, host, host, type, 1, "10.0.0.1", 1, 1, 1, "{}", any, Instant.now());
    }

    @Test
    void it_says_whether_its_host_makes_guests_from_their_images() {
        node("h1", "simulated");
        assertThat(land(1, "h1").fetches()).isFalse();
        node("h2", "QEMU");
        records.unland(step(1), place("h1"), boot.server(), new Failed("x", "x", ""));
        assertThat(land(2, "h2").fetches()).isTrue();
    }
}
