package io.cellplane.activities.cell.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.activities.cell.Boots;
import io.cellplane.bus.Wire;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.host.Alive;
import io.cellplane.contracts.host.GuestFact;
import io.cellplane.contracts.host.GuestPowers;
import io.cellplane.contracts.host.GuestsAnswer;
import io.cellplane.contracts.host.Subjects;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.contracts.server.TaskState;
import io.cellplane.contracts.server.VmState;
import io.cellplane.db.cell.ActionRow;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.cell.ServerRows;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.control.Requester;
import io.cellplane.db.lane.Lanes;
import io.cellplane.db.lane.Lanes.Leaving;
import io.cellplane.db.testing.TestOperation;
import io.cellplane.db.testing.TestServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server follows its guest, which went its own way. */
class PowerSyncTest extends ReportingCells {
    private static final UUID HOST = UUID.randomUUID();

    /** What Nova does, and where it does nothing. */
    private static final Map<String, Map<PowerState, Kind>> WANTED = Map.of(
            VmState.ACTIVE,
            Map.of(PowerState.SHUTDOWN, Kind.STOP, PowerState.CRASHED, Kind.STOP, PowerState.SUSPENDED, Kind.STOP),
            VmState.STOPPED,
            Map.of(PowerState.RUNNING, Kind.STOP, PowerState.PAUSED, Kind.STOP, PowerState.SUSPENDED, Kind.STOP),
            VmState.PAUSED,
            Map.of(PowerState.SHUTDOWN, Kind.STOP, PowerState.CRASHED, Kind.STOP));

    private volatile PowerState guest = PowerState.RUNNING;
    private volatile boolean resumes;
    private PowerSync sync;
    private ServerRows servers;
    private UUID server;

    @BeforeEach
    void begin() {
        sync = new PowerSync(control.api, control.cells, "cell1", client("cell1"), PATIENCE, accepted::add);
        servers = control.cells.of("cell1").servers();
        control.api.hostMappings().add("h1", "cell1", HOST, clock.instant());
        server = resting();
        client("cell1").subscribe(Subjects.questions("h1"), message -> message.respond(Wire.encode(answer())));
    }

    private GuestsAnswer answer() {
        return new GuestsAnswer("h1", HOST, List.of(new GuestFact(server, 1L, guest, null, resumes)), List.of(), false);
    }

    /** A server on h1 that runs and to which nothing is being done. */
    private UUID resting() {
        var boot = Boots.running(control, "pw");
        servers.save(TestServer.active(boot.server(), clock.instant()).row());
        control.api.mappings().place(boot.server(), "cell1", 1, clock.instant());
        new Lanes(control.api).leave(boot.operation(), Leaving.done());
        return boot.server();
    }

    private ServerRow row() {
        return servers.find(server).orElseThrow();
    }

    /** Its record says so. */
    private void is(String vmState, PowerState power) {
        UUID operation = UUID.randomUUID();
        servers.admit(server, 1, operation, null, clock.instant());
        assertThat(servers.end(server, 1, operation, vmState, power.code(), clock.instant()))
                .isEqualTo(1);
    }

    private void reported(PowerState power) {
        guest = power;
        is(row().vmState(), power);
    }

    /** Once nothing was done to the server for as long as that takes. */
    private void look() {
        clock.advance(PATIENCE.hosts().settled().plusMillis(1));
        sync.sync();
    }

    private OperationRow synced() {
        look();
        assertThat(accepted).hasSize(1);
        return accepted.getFirst();
    }

    @ParameterizedTest
    @CsvSource({"active", "stopped", "paused", "suspended", "resized", "error", "building", "rescued"})
    void it_does_as_nova_does(String vmState) {
        for (PowerState power : PowerState.values()) {
            accepted.clear();
            is(vmState, power);
            guest = power;
            look();
            Kind wanted = WANTED.getOrDefault(vmState, Map.of()).get(power);
            assertThat(accepted.stream().map(OperationRow::what))
                    .as("%s whose guest is %s", vmState, power)
                    .containsExactlyElementsOf(wanted == null ? List.of() : List.of(wanted));
            if (wanted != null) {
                assertThat(row().taskState()).isEqualTo(TaskState.POWERING_OFF);
                end(accepted.getFirst(), null);
            }
        }
    }

    /** Its workflow has ended, and left the record as it was. */
    private void end(OperationRow operation, @Nullable Failure failure) {
        servers.end(server, 1, operation.id(), null, null, clock.instant());
        control.api.operations().begin(operation.id(), clock.instant());
        new Lanes(control.api).leave(operation.id(), new Leaving.Closed(failure == null ? null : failure.type()));
    }

    @Test
    void it_is_an_action_that_nobody_asked_for() {
        reported(PowerState.SHUTDOWN);
        OperationRow stop = synced();
        assertThat(stop.userId()).isEqualTo(Requester.SYSTEM);
        assertThat(control.api.operations().find(stop.id()).map(OperationRow::state))
                .contains(OperationState.ACCEPTED);
        assertThat(control.cells.of("cell1").actions().of(server))
                .singleElement()
                .satisfies(action -> assertThat(action)
                        .extracting(ActionRow::action, ActionRow::requestId, ActionRow::userId)
                        .containsExactly("stop", stop.requestId(), Requester.SYSTEM));
    }

    @Test
    void what_was_done_to_it_just_now_settles_first() {
        reported(PowerState.SHUTDOWN);
        sync.sync();
        assertThat(accepted).isEmpty();
        assertThat(synced().what()).isEqualTo(Kind.STOP);
    }

    @Test
    void what_was_reported_late_moves_nobody() {
        reported(PowerState.SHUTDOWN);
        guest = PowerState.RUNNING;
        look();
        assertThat(accepted).isEmpty();
    }

    @Test
    void a_host_that_does_not_answer_or_has_no_such_guest_moves_nobody() {
        reported(PowerState.SHUTDOWN);
        UUID other = server;
        server = UUID.randomUUID();
        look();
        server = other;
        control.api.hostMappings().add("h2", "cell1", UUID.randomUUID(), clock.instant());
        UUID far = resting();
        servers.settle(far, 1, UUID.randomUUID(), "h2", "nova", clock.instant());
        servers.activate(far, 1, PowerState.SHUTDOWN.code(), clock.instant());
        look();
        assertThat(accepted).extracting(OperationRow::server).containsExactly(server);
    }

    @Test
    void a_lock_keeps_users_out_and_not_the_system() {
        servers.setLock(server, 1, true, "owner", null, clock.instant());
        reported(PowerState.SHUTDOWN);
        assertThat(synced().what()).isEqualTo(Kind.STOP);
    }

    @Test
    void an_operation_that_is_under_way_goes_before() {
        reported(PowerState.SHUTDOWN);
        OperationRow reboot = TestOperation.of(server, Kind.HARD_REBOOT, OperationState.RUNNING)
                .at(clock.instant())
                .row();
        control.api.operations().save(reboot);
        control.api.lanes().set(server, reboot.id(), null);
        look();
        assertThat(accepted).isEmpty();
        new Lanes(control.api).leave(reboot.id(), Leaving.done());
        assertThat(synced().what()).isEqualTo(Kind.STOP);
    }

    @Test
    void what_has_failed_is_not_tried_again_at_once() {
        reported(PowerState.SHUTDOWN);
        end(synced(), Failure.POWER_REFUSED);
        look();
        assertThat(accepted).hasSize(1);
        clock.advance(Duration.ofMinutes(11));
        look();
        assertThat(accepted).hasSize(2);
    }

    @Test
    void a_guest_that_went_off_with_its_host_is_started_again_and_stays_off_when_it_cannot_be() {
        resumes = true;
        reported(PowerState.SHUTDOWN);
        OperationRow start = synced();
        assertThat(start.what()).isEqualTo(Kind.START);
        end(start, Failure.POWER_REFUSED);
        look();
        assertThat(accepted).extracting(OperationRow::what).containsExactly(Kind.START, Kind.STOP);
        end(accepted.getLast(), Failure.POWER_REFUSED);
        look();
        assertThat(accepted).hasSize(2);
    }

    /** Its user has stopped it meanwhile: what the host remembers is over. */
    @Test
    void one_that_is_stopped_stays_so_whatever_its_host_remembers() {
        resumes = true;
        is(VmState.STOPPED, PowerState.SHUTDOWN);
        guest = PowerState.SHUTDOWN;
        look();
        assertThat(accepted).isEmpty();
    }

    /** From the host's word to the operation, by those who take in reports. */
    @Test
    void what_a_host_reports_is_followed() {
        takesReports("cell1");
        say("cell1", "h1", inventory("h1", "cell1", HOST, 8));
        awaitState("h1", HostStateRow.UP);
        UUID boot = UUID.randomUUID();
        client("cell1")
                .publish(
                        Subjects.report("h1", Subjects.UP_ALIVE), Wire.encode(new Alive("h1", "cell1", HOST, boot, 1)));
        guest = PowerState.SHUTDOWN;
        client("cell1")
                .publish(
                        Subjects.report("h1", Subjects.UP_POWER),
                        Wire.encode(new GuestPowers("h1", "cell1", boot, 2, Map.of(server, guest))));
        eventually().until(() -> !accepted.isEmpty());
        assertThat(accepted)
                .singleElement()
                .satisfies(stop -> assertThat(stop.what()).isEqualTo(Kind.STOP));
    }
}
