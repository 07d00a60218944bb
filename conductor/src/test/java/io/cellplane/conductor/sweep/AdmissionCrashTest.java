package io.cellplane.conductor.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.contracts.Patience;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.contracts.server.TaskState;
import io.cellplane.contracts.server.VmState;
import io.cellplane.db.Json;
import io.cellplane.db.cell.ActionRow;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.control.QuotaUsageRow;
import io.cellplane.db.lane.Admissions;
import io.cellplane.db.lane.Asked;
import io.cellplane.db.lane.Demand;
import io.cellplane.db.lane.Lanes;
import io.cellplane.db.lane.Lanes.Leaving;
import io.cellplane.db.lists.Listed;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestControlLevel.Accepted;
import io.cellplane.db.testing.TestLimits;
import io.cellplane.db.testing.TestOperation;
import io.cellplane.temporal.client.Temporal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The API dies after each step of an admission: the starter puts everything back as it was. */
class AdmissionCrashTest {
    private static final TestControlLevel CONTROL = new TestControlLevel("crash", "cell1");

    private final CellDatabase cell = CONTROL.cells.of("cell1");
    private UUID server;
    private OperationRow move;
    private OperationRow revert;
    private QuotaUsageRow usage;

    @AfterAll
    static void close() {
        CONTROL.close();
    }

    @BeforeEach
    void atVerify() {
        Accepted accepted = CONTROL.accept();
        server = accepted.server();
        usage = CONTROL.api.quota().usageOf("project");
        Instant now = Instant.now();
        RequestedServer asked =
                Json.read(CONTROL.api.requestSpecs().find(server).orElseThrow().spec(), RequestedServer.class);
        cell.servers().save(Listed.of(asked).row());
        cell.servers().settle(server, 1, accepted.operation(), "host1", "nova", now);
        cell.servers().activate(server, 1, 1, now);
        cell.servers().reset(server, 1, VmState.RESIZED, now);
        CONTROL.api.mappings().place(server, "cell1", 1, now);
        new Lanes(CONTROL.api).leave(accepted.operation(), Leaving.done());
        move = TestOperation.of(server, Kind.RESIZE, OperationState.VERIFY)
                .at(now)
                .row();
        CONTROL.api.operations().save(move);
        CONTROL.api.operations().window(move.id(), now.plus(Duration.ofDays(1))); // its window is not over
        revert = TestOperation.of(server, Kind.REVERT, OperationState.ADMITTING)
                .at(now)
                .row();
    }

    /** A process whose clock stops it for good, once that has become true. */
    private static final class Dying extends Clock {
        private final BooleanSupplier dies;
        private boolean isDead;

        Dying(BooleanSupplier dies) {
            this.dies = dies;
        }

        @Override
        public Instant instant() {
            isDead = isDead || dies.getAsBoolean();
            if (isDead) {
                throw new Died();
            }
            return Instant.now();
        }

        @Override
        public ZoneId getZone() {
            return ZoneId.of("UTC");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private void admitUntil(BooleanSupplier dies) {
        try (ApiDatabase dying = ApiDatabase.open(CONTROL.api.database().settings(), new Dying(dies))) {
            assertThatThrownBy(() -> admit(dying)).isInstanceOf(Died.class);
        }
    }

    private Admissions.Outcome admit(ApiDatabase api) {
        Demand demand = new Demand("user", 2, 512, TestLimits.NONE, used -> Failure.API_FORBIDDEN.refused("too much"));
        MappingRow at = CONTROL.api.mappings().find(server).orElseThrow();
        return new Admissions(api, CONTROL.cells).admit(new Asked(revert, at, false, move.id(), demand, null));
    }

    private String state() {
        return CONTROL.stateOf(revert.id());
    }

    private ServerRow row() {
        return cell.servers().find(server).orElseThrow();
    }

    @Test
    void after_its_row_was_written() {
        admitUntil(() -> state().equals(OperationState.ADMITTING));
        assertThat(state()).isEqualTo(OperationState.ADMITTING);
        assertThat(row().taskState()).isNull();
        assertThat(CONTROL.api.quotaClaims().all())
                .anyMatch(claim -> claim.consumer().equals(revert.id()));
        putsBack();
    }

    @Test
    void after_the_gate_was_passed() {
        admitUntil(() -> row().taskState() != null);
        assertThat(state()).isEqualTo(OperationState.ADMITTING);
        assertThat(row().taskState()).isEqualTo(TaskState.RESIZE_REVERTING);
        putsBack();
        assertThat(cell.actions().of(server)).extracting(ActionRow::message).containsExactly("Error");
    }

    /** And nobody can start it. */
    @Test
    void after_it_was_promised() {
        assertThat(admit(CONTROL.api)).isInstanceOf(Admissions.Outcome.Accepted.class);
        assertThat(state()).isEqualTo(OperationState.ACCEPTED);
        putsBack();
    }

    private void putsBack() {
        // An hour for each: what was promised is withdrawn by one and taken back by the next.
        for (int hours = 1; hours <= 2; hours++) {
            sweepLater(Duration.ofHours(hours));
        }
        assertThat(state()).isEqualTo("none");
        assertThat(CONTROL.api.lanes().find(server).orElseThrow().life()).isNull();
        assertThat(row().taskState()).isNull();
        assertThat(row().operation()).isNull();
        assertThat(row().vmState()).isEqualTo(VmState.RESIZED);
        assertThat(CONTROL.api.operations().find(move.id()).orElseThrow().decision())
                .isNull();
        assertThat(CONTROL.api.quotaClaims().all())
                .noneMatch(claim -> claim.consumer().equals(revert.id()));
        assertThat(CONTROL.api.quota().usageOf("project")).isEqualTo(usage);
    }

    private void sweepLater(Duration after) {
        Clock later = Clock.offset(Clock.systemUTC(), after);
        try (ApiDatabase api = ApiDatabase.open(CONTROL.api.database().settings(), later);
                Temporal away = new Temporal("127.0.0.1:1", "default", "test", 3)) {
            Executor here = Runnable::run;
            new Starter(api, CONTROL.cells, away, Patience.standard()).sweep(new Round("test", here));
        }
    }
}
