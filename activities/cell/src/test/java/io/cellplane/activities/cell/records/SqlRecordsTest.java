package io.cellplane.activities.cell.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.activities.cell.Boots;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.ActionEvent;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.server.Description;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.contracts.server.VmState;
import io.cellplane.db.Json;
import io.cellplane.db.cell.ActionRow;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.EventRow;
import io.cellplane.db.cell.FaultRow;
import io.cellplane.db.cell.FileRow;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.control.OperationDataRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.control.RequestSpecRow;
import io.cellplane.db.lane.Lanes;
import io.cellplane.db.lane.Requests;
import io.cellplane.db.lists.Listed;
import io.cellplane.db.move.CellMove;
import io.cellplane.db.move.CellMoveSteps;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestControlLevel.Accepted;
import io.cellplane.db.testing.TestOperation;
import io.cellplane.temporal.step.Placed;
import io.cellplane.temporal.step.Records;
import io.cellplane.temporal.step.Records.Failed;
import io.cellplane.temporal.step.Records.Landing;
import io.cellplane.testing.HandClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class SqlRecordsTest {
    private static final HandClock CLOCK = new HandClock();
    private static final TestControlLevel CONTROL = new TestControlLevel("records", CLOCK, "cell0", "cell1");
    private static final int NAMES = 200;
    private static final int POWER = PowerState.RUNNING.code();

    private final List<OperationRow> successors = new ArrayList<>();
    private final SqlRecords records = new SqlRecords(CONTROL.api, CONTROL.cells, successors::add);
    private final Accepted boot = Boots.running(CONTROL, "secret");
    private final CellDatabase cell = CONTROL.cells.of("cell1");

    @AfterAll
    static void close() {
        CONTROL.close();
    }

    /** Its user names it anew as long as it is not read in its cell, while its record is written there. */
    @RepeatedTest(40)
    void the_last_name_that_was_taken_before_it_landed_is_the_records() throws InterruptedException {
        Requests requests = new Requests(CONTROL.api);
        AtomicReference<String> last = new AtomicReference<>("name");
        Thread user = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < NAMES; i++) {
                String name = "name-" + i;
                if (!requests.describe(
                        boot.server(), before -> new Description(name, "words", null, null, before.autoDiskConfig()))) {
                    return;
                }
                last.set(name);
                rest(i);
            }
        });
        assertThat(repeated(() -> records.land(landing(1, "h1"))).isDone()).isTrue();
        user.join();
        assertThat(cell.servers().find(boot.server()).orElseThrow().displayName())
                .isEqualTo(last.get());
        assertThat(CONTROL.api.buildRequests().find(boot.server())).isEmpty();
    }

    @RepeatedTest(20)
    void so_it_is_when_it_finds_no_host() throws InterruptedException {
        Requests requests = new Requests(CONTROL.api);
        AtomicReference<String> last = new AtomicReference<>("name");
        Thread user = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < NAMES; i++) {
                String name = "name-" + i;
                if (!requests.describe(
                        boot.server(), before -> new Description(name, null, null, null, before.autoDiskConfig()))) {
                    return;
                }
                last.set(name);
                rest(i);
            }
        });
        repeated(() -> records.fail(step("bury", 1), boot.operation(), "cell0", boot.server(), failed("no host")));
        user.join();
        assertThat(CONTROL.cells
                        .of("cell0")
                        .servers()
                        .find(boot.server())
                        .orElseThrow()
                        .displayName())
                .isEqualTo(last.get());
    }

    /** A little longer each time, so that the record is written between two names and not after the last one. */
    private static void rest(int times) {
        LockSupport.parkNanos(times * 200_000L);
    }

    /** As a workflow does. */
    private static <T> T repeated(Supplier<T> step) {
        while (true) {
            try {
                return step.get();
            } catch (Requests.Changed changed) {
                // again
            }
        }
    }

    /** A boot whose cell did not answer is elsewhere by now, or nobody knows where yet. */
    @Test
    void a_record_that_a_boot_has_left_is_erased_once_it_is_known_not_to_count() {
        records.land(landing(1, "h1"));
        CONTROL.sql("update instance_mappings set cell = null where uuid = '" + boot.server() + "'");
        assertThat(records.erase(boot.operation(), "cell1", boot.server())).isFalse();
        new Lanes(CONTROL.api).leave(boot.operation(), Lanes.Leaving.done());
        assertThat(records.erase(boot.operation(), "cell1", boot.server())).isFalse();
        CONTROL.sql("update instance_mappings set cell = 'cell1' where uuid = '" + boot.server() + "'");
        assertThat(records.erase(boot.operation(), "cell1", boot.server())).isTrue();
        assertThat(cell.servers().find(boot.server())).as("it counts").isPresent();
        CONTROL.sql("update instance_mappings set cell = 'cell0' where uuid = '" + boot.server() + "'");
        assertThat(records.erase(boot.operation(), "cell1", boot.server())).isTrue();
        assertThat(cell.servers().find(boot.server())).isEmpty();
        assertThat(records.land(landing(2, "h2")).isDone()).as("late").isFalse();
        assertThat(cell.servers().find(boot.server())).isEmpty();
    }

    @Test
    void a_copy_that_a_move_has_left_arriving_is_erased_once_the_move_is_over() {
        records.land(landing(1, "h1"));
        records.finish(step("finish", 1), place("h1"), boot.server(), POWER);
        OperationRow resize = TestOperation.of(boot.server(), Kind.RESIZE, OperationState.RUNNING)
                .row();
        CONTROL.api.operations().save(resize);
        CellMoveSteps moves = new CellMoveSteps(CONTROL.api, CONTROL.cells);
        CellMove move = new CellMove(resize.id(), boot.server(), "cell1", "cell0", 1);
        assertThat(moves.copy(move, 1, null).isDone()).isTrue();
        CellDatabase cell0 = CONTROL.cells.of("cell0");

        assertThat(records.erase(resize.id(), "cell0", boot.server()))
                .as("it is under way")
                .isFalse();
        assertThat(cell0.servers().find(boot.server())).isPresent();
        new Lanes(CONTROL.api).leave(resize.id(), Lanes.Leaving.done());
        CONTROL.sql("update instance_mappings set cell = 'cell0', generation = 2 where uuid = '" + boot.server() + "'");
        assertThat(records.erase(resize.id(), "cell0", boot.server())).isTrue();
        assertThat(cell0.servers().find(boot.server())).as("it counts").isPresent();
        CONTROL.sql("update instance_mappings set cell = 'cell1', generation = 1 where uuid = '" + boot.server() + "'");
        assertThat(records.erase(resize.id(), "cell0", boot.server())).isTrue();
        assertThat(cell0.servers().find(boot.server())).isEmpty();
        assertThat(moves.copy(move, 2, null).failure()).as("late").isEqualTo(Failure.FENCED.type());
        assertThat(cell.servers().find(boot.server())).isPresent();
    }

    /** Whoever repairs the boot, or goes on elsewhere, has read that it is in no cell. */
    @Test
    void a_record_never_comes_to_count_once_that_is_barred() {
        CONTROL.api.ledger().bar(step("land", 1));
        assertThat(records.land(landing(1, "h1")).isDone()).isFalse();
        CONTROL.api.ledger().fence(boot.operation());
        assertThat(records.land(landing(2, "h1")).failure()).isEqualTo(Failure.FENCED.type());
        assertThat(CONTROL.api.mappings().find(boot.server()).orElseThrow().cell())
                .isNull();
        assertThat(CONTROL.api.buildRequests().find(boot.server())).isPresent();
    }

    /** Its delete has passed a landing that waits for its cell. */
    @Test
    void nobody_lands_any_more_when_what_a_delete_owes_is_paid() {
        OperationRow delete = TestOperation.of(boot.server(), Kind.DELETE, OperationState.RUNNING)
                .row();
        CONTROL.api.operations().save(delete);
        new Lanes(CONTROL.api).leave(boot.operation(), Lanes.Leaving.done());
        new Lanes(CONTROL.api).leave(delete.id(), Lanes.Leaving.done());
        CONTROL.api.mappings().delete(boot.server(), CLOCK.instant());
        assertThat(records.erase(delete.id(), "cell1", boot.server())).isTrue();
        assertThat(records.land(landing(1, "h1")).isDone()).isFalse();
        assertThat(cell.servers().find(boot.server())).isEmpty();
    }

    /** A run that Temporal has forgotten stood still as it failed; the next one has failed elsewhere. */
    @Test
    void a_boot_that_is_over_fails_nowhere_else() {
        new Lanes(CONTROL.api).leave(boot.operation(), Lanes.Leaving.done());
        assertThat(records.fail(step("fail", 1), boot.operation(), "cell1", boot.server(), failed("late"))
                        .failure())
                .isEqualTo(Failure.FENCED.type());
        assertThat(cell.servers().find(boot.server())).isEmpty();
    }

    @Test
    void one_that_counts_is_not_barred() {
        records.land(landing(1, "h1"));
        CONTROL.api.ledger().bar(step("land", 1));
        assertThat(records.land(landing(1, "h1")).isDone()).isTrue();
        assertThat(CONTROL.api.mappings().find(boot.server()).orElseThrow().cell())
                .isEqualTo("cell1");
    }

    @Test
    void the_trail_tells_of_each_attempt() {
        records.land(landing(1, "h1"));
        CLOCK.advance(Duration.ofSeconds(1));
        records.unland(step("land", 1), place("h1"), boot.server(), failed("no room on h1"));
        records.land(landing(2, "h2"));
        records.finish(step("finish", 2), place("h2"), boot.server(), POWER);
        ActionRow action = action(cell);
        assertThat(action.action()).isEqualTo("create");
        assertThat(action.finishTime()).isNotNull();
        assertThat(action.message()).isNull();
        assertThat(cell.events().of(id(action)))
                .extracting(EventRow::event, EventRow::attempt, EventRow::host, EventRow::result, EventRow::details)
                .containsExactly(
                        tuple(ActionEvent.BUILD, 1, "h1", "Error", "no room on h1"),
                        tuple(ActionEvent.BUILD, 2, "h2", "Success", null));
        ServerRow server = cell.servers().find(boot.server()).orElseThrow();
        assertThat(server.vmState()).isEqualTo(VmState.ACTIVE);
        assertThat(server.host()).isEqualTo("h2");
        assertThat(server.powerState()).isEqualTo(POWER);
        assertPlacedAndClosed("cell1");
    }

    @Test
    void a_server_shows_the_same_kernel_ramdisk_and_root_device_once_it_has_landed() {
        ServerRow building = Listed.of(CONTROL.api
                        .buildRequests()
                        .find(boot.server())
                        .orElseThrow()
                        .server())
                .row();
        assertThat(List.of(
                        Objects.requireNonNull(building.kernelId()),
                        Objects.requireNonNull(building.ramdiskId()),
                        Objects.requireNonNull(building.rootDeviceName())))
                .containsExactly("kernel", "ramdisk", "/dev/vda");
        records.land(landing(1, "h1"));
        assertThat(cell.servers().find(boot.server()).orElseThrow())
                .extracting(ServerRow::kernelId, ServerRow::ramdiskId, ServerRow::rootDeviceName)
                .containsExactly("kernel", "ramdisk", "/dev/vda");
    }

    @Test
    void a_long_fault_is_cut_and_kept_once() {
        CellDatabase cell0 = CONTROL.cells.of("cell0");
        Failed failed = new Failed(Failure.NO_VALID_HOST.type(), "x".repeat(300), "y".repeat(300));
        records.fail(step("fail", 1), boot.operation(), "cell0", boot.server(), failed);
        records.fail(step("fail", 1), boot.operation(), "cell0", boot.server(), failed);
        assertThat(cell0.faults().findAll(List.of(boot.server())))
                .extracting(FaultRow::code, FaultRow::message, FaultRow::details)
                .containsExactly(tuple(500, "x".repeat(255), "y".repeat(300)));
        ServerRow server = cell0.servers().find(boot.server()).orElseThrow();
        assertThat(server.vmState()).isEqualTo(VmState.ERROR);
        assertThat(server.host()).isNull();
        assertThat(action(cell0).message()).isEqualTo("Error");
        assertThat(cell0.events().of(id(action(cell0))))
                .extracting(EventRow::event, EventRow::result, EventRow::details)
                .containsExactly(tuple(ActionEvent.SCHEDULE, "Error", "x".repeat(300)));
        assertThat(cell0.secrets().of(boot.server())).isEmpty();
        assertPlacedAndClosed("cell0");
    }

    @Test
    void secrets_are_erased_when_the_server_is_active() {
        records.land(landing(1, "h1"));
        assertThat(cell.secrets().of(boot.server()))
                .singleElement()
                .satisfies(secret -> assertThat(secret.value()).isEqualTo("secret".getBytes(StandardCharsets.UTF_8)));
        assertThat(CONTROL.api.operationData().of(boot.operation())).isNotEmpty();
        records.finish(step("finish", 1), place("h1"), boot.server(), POWER);
        assertThat(cell.secrets().of(boot.server())).isEmpty();
        assertThat(CONTROL.api.operationData().of(boot.operation())).isEmpty();
    }

    @Test
    void files_stay_with_the_server_for_as_long_as_it_lives() {
        CONTROL.api
                .operationData()
                .saveAll(List.of(new OperationDataRow(
                        boot.operation(),
                        OperationDataRow.FILES,
                        "{\"/etc/motd\":\"SGVsbG8=\"}".getBytes(StandardCharsets.UTF_8))));
        records.land(landing(1, "h1"));
        records.finish(step("finish", 1), place("h1"), boot.server(), POWER);
        assertThat(cell.files().of(boot.server())).containsExactly(new FileRow(boot.server(), "/etc/motd", "SGVsbG8="));
    }

    @Test
    void secrets_of_a_server_that_landed_are_erased_when_it_fails() {
        records.land(landing(1, "h1"));
        records.unland(step("land", 1), place("h1"), boot.server(), failed("no room on h1"));
        records.fail(step("fail", 1), boot.operation(), "cell1", boot.server(), failed("no hosts left"));
        assertThat(cell.secrets().of(boot.server())).isEmpty();
        assertThat(CONTROL.api.operationData().of(boot.operation())).isEmpty();
        assertPlacedAndClosed("cell1");
    }

    @Test
    void keys_that_differ_in_a_space_at_their_end_are_two() {
        ask(requested(Map.of("a", "1", "a ", "2"), List.of("t", "t ")));
        assertThat(records.land(landing(1, "h1")).isDone()).isTrue();
        assertThat(cell.metadata().of(boot.server())).hasSize(2);
        assertThat(cell.tags().of(boot.server())).hasSize(2);
    }

    @Test
    void what_the_database_will_never_take_is_a_fact_and_the_server_is_shown_without_it() {
        ask(requested(Map.of("a", "x".repeat(256)), List.of("t")));
        StepResult<Records.Landed> landed = records.land(landing(1, "h1"));
        assertThat(landed.failure()).isEqualTo(Failure.DATA_REFUSED.type());
        assertThat(cell.servers().find(boot.server())).isEmpty();
        assertThat(records.land(landing(1, "h2"))).isEqualTo(landed);

        Failed why = failed("refused");
        assertThat(records.fail(step("fail", 1), boot.operation(), "cell1", boot.server(), why)
                        .isDone())
                .isTrue();
        assertThat(cell.servers().find(boot.server()).orElseThrow().vmState()).isEqualTo(VmState.ERROR);
        assertThat(cell.metadata().of(boot.server())).isEmpty();
        assertPlacedAndClosed("cell1");
    }

    private void ask(RequestedServer wanted) {
        CONTROL.api.database().run(() -> {
            CONTROL.api.requestSpecs().drop(boot.server());
            CONTROL.api
                    .requestSpecs()
                    .saveAll(List.of(new RequestSpecRow(boot.server(), Json.write(wanted), CLOCK.instant())));
        });
    }

    private RequestedServer requested(Map<String, String> metadata, List<String> tags) {
        String spec =
                CONTROL.api.requestSpecs().find(boot.server()).orElseThrow().spec();
        ObjectNode changed = Json.read(spec, ObjectNode.class);
        changed.putPOJO("metadata", metadata).putPOJO("tags", tags);
        return Json.read(changed.toString(), RequestedServer.class);
    }

    private void assertPlacedAndClosed(String where) {
        assertThat(CONTROL.api.mappings().find(boot.server()).map(MappingRow::cell))
                .hasValue(where);
        assertThat(CONTROL.api.buildRequests().find(boot.server())).isEmpty();
        assertThat(CONTROL.api.operations().find(boot.operation()).map(OperationRow::state))
                .hasValue(OperationState.CLOSED);
        assertThat(successors).isEmpty();
    }

    private ActionRow action(CellDatabase where) {
        return where.actions().find(boot.server(), "req-1").orElseThrow();
    }

    private static long id(ActionRow action) {
        return Objects.requireNonNull(action.id());
    }

    private Landing landing(int attempt, String host) {
        return new Landing(step("land", attempt), boot.server(), place(host), List.of());
    }

    private Step step(String name, int attempt) {
        return new Step(boot.operation(), name, attempt);
    }

    private static Placed place(String host) {
        return new Placed("cell1", host, UUID.randomUUID(), "nova", 1, 1);
    }

    private static Failed failed(String message) {
        return new Failed(Failure.SPAWN_REFUSED.type(), message, "");
    }
}
