package io.cellplane.activities.cell.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.activities.cell.Boots;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.contracts.server.TaskState;
import io.cellplane.db.Json;
import io.cellplane.db.Together;
import io.cellplane.db.cell.ActionRow;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.lane.Admissions;
import io.cellplane.db.lane.Admissions.Outcome;
import io.cellplane.db.lane.Asked;
import io.cellplane.db.lane.Lanes;
import io.cellplane.db.lane.Lanes.Leaving;
import io.cellplane.db.lists.Listed;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestControlLevel.Accepted;
import io.cellplane.db.testing.TestOperation;
import io.cellplane.temporal.step.Records.Ending;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** A hard reboot comes over a reboot that is at work; whatever becomes of the two, nothing is shown that is not done. */
class ComingOverTest {
    private static final TestControlLevel CONTROL = new TestControlLevel("over", "cell0", "cell1");

    private final SqlRecords records = new SqlRecords(CONTROL.api, CONTROL.cells, _ -> {});
    private final Admissions admissions = new Admissions(CONTROL.api, CONTROL.cells);
    private final Lanes lanes = new Lanes(CONTROL.api);
    private final CellDatabase cell = CONTROL.cells.of("cell1");
    private final UUID server = active();
    private final OperationRow reboot = asked(Kind.REBOOT);
    private final OperationRow hard = asked(Kind.HARD_REBOOT);

    @AfterAll
    static void close() {
        CONTROL.close();
    }

    @BeforeEach
    void reboots() {
        assertThat(admit(reboot)).isInstanceOf(Outcome.Accepted.class);
        assertThat(lanes.begin(reboot.id())).isTrue();
        assertThat(admit(hard)).isInstanceOf(Outcome.Waiting.class);
        assertThat(shown().taskState()).isEqualTo(TaskState.REBOOTING_HARD);
    }

    private UUID active() {
        Accepted boot = Boots.running(CONTROL, "secret");
        Instant now = Instant.now();
        cell.servers()
                .save(Listed.of(Json.read(
                                CONTROL.api
                                        .requestSpecs()
                                        .find(boot.server())
                                        .orElseThrow()
                                        .spec(),
                                RequestedServer.class))
                        .row());
        cell.servers().settle(boot.server(), 1, boot.operation(), "host1", "nova", now);
        cell.servers().activate(boot.server(), 1, 1, now);
        CONTROL.api.mappings().place(boot.server(), "cell1", 1, now);
        lanes.leave(boot.operation(), Leaving.done());
        return boot.server();
    }

    private OperationRow asked(Kind kind) {
        return TestOperation.of(server, kind, OperationState.ADMITTING)
                .request("req-" + UUID.randomUUID())
                .row();
    }

    private Outcome admit(OperationRow row) {
        MappingRow at = CONTROL.api.mappings().find(server).orElseThrow();
        return admissions.admit(new Asked(row, at, false, null, null, null));
    }

    private void end(OperationRow operation) {
        records.end(new Ending(
                        StepName.END.of(operation.id(), 1),
                        operation.id(),
                        server,
                        "cell1",
                        1,
                        "host1",
                        null,
                        null,
                        null,
                        List.of()))
                .orRefuse();
    }

    private ServerRow shown() {
        return cell.servers().find(server).orElseThrow();
    }

    private void assertAtRest() {
        assertThat(shown().taskState()).isNull();
        assertThat(shown().operation()).isNull();
        assertThat(CONTROL.api.lanes().find(server).orElseThrow().life()).isNull();
        assertThat(cell.actions().of(server)).extracting(ActionRow::finishTime).doesNotContainNull();
    }

    @Test
    void taken_back_after_the_first_has_ended_it_leaves_the_server_at_rest() {
        end(reboot);
        assertThat(admissions.takeBack(hard.id())).isTrue();
        assertAtRest();
    }

    @Test
    void taken_back_before_that_it_leaves_the_record_to_the_first() {
        assertThat(admissions.takeBack(hard.id())).isTrue();
        assertThat(shown().taskState()).isEqualTo(TaskState.REBOOTING);
        assertThat(shown().operation()).isEqualTo(reboot.id());
        end(reboot);
        assertAtRest();
    }

    @RepeatedTest(20)
    void taken_back_as_the_first_ends_it_leaves_the_server_at_rest() throws Exception {
        List<Boolean> both = Together.run(2, i -> {
            if (i == 0) {
                end(reboot);
                return true;
            }
            return admissions.takeBack(hard.id());
        });
        assertThat(both).containsExactly(true, true);
        assertAtRest();
    }

    /** Nova lets any number of them in; here the one that has not begun yet does what all of them ask for. */
    @Test
    void more_hard_reboots_join_the_one_that_waits() {
        for (int i = 0; i < 3; i++) {
            assertThat(admit(asked(Kind.HARD_REBOOT)))
                    .isEqualTo(new Outcome.Joined(
                            CONTROL.api.operations().find(hard.id()).orElseThrow()));
        }
        assertThat(CONTROL.api.operations().openOf(server))
                .extracting(OperationRow::id)
                .containsExactlyInAnyOrder(reboot.id(), hard.id());
        assertThat(cell.actions().of(server)).hasSize(5);
        end(reboot);
        assertThat(lanes.begin(hard.id())).isTrue();
        assertThat(admit(asked(Kind.HARD_REBOOT))).isInstanceOf(Outcome.Waiting.class);
    }
}
