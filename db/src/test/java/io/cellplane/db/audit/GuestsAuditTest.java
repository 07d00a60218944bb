package io.cellplane.db.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.host.GuestFact;
import io.cellplane.contracts.host.KeptFact;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.operation.Owed;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.contracts.server.TaskState;
import io.cellplane.contracts.server.VmState;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.Secrets;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.control.MigrationRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.lane.Debts;
import io.cellplane.db.lane.Lanes;
import io.cellplane.db.testing.TestControlLevel.Accepted;
import io.cellplane.db.testing.TestLimits;
import io.cellplane.db.testing.TestOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the hosts say of their guests. */
class GuestsAuditTest extends PlantedCloud {
    private AuditReport withHosts(HostGuests... hosts) {
        AuditReport atOnce = Audit.run(CONTROL.api, CONTROL.cells, () -> ports, () -> List.of(hosts));
        assertThat(inSlices(List.of(hosts)).findings()).containsExactlyInAnyOrderElementsOf(atOnce.findings());
        return atOnce;
    }

    private static HostGuests runs(String cell, String host, UUID... guests) {
        return new HostGuests(
                cell,
                host,
                Stream.of(guests)
                        .map(guest -> new GuestFact(guest, 1L, PowerState.RUNNING, guest))
                        .toList(),
                List.of());
    }

    private void expectOnHosts(Finding expected, HostGuests... hosts) {
        assertThat(withHosts(hosts).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.what()).contains(expected.what());
            assertThat(finding)
                    .usingRecursiveComparison()
                    .ignoringFields("what")
                    .isEqualTo(expected);
        });
    }

    @Test
    void guests_on_their_hosts_are_sound() {
        AuditReport report = withHosts(runs("cell1", "host1", server), runs("cell2", "host2", bystander));
        assertThat(report.findings()).isEmpty();
        assertThat(report.notAsked()).isEmpty();
        assertThat(report.hosts()).isEqualTo(2);
    }

    @Test
    void i1_an_active_server_without_a_guest() {
        expectOnHosts(
                new Finding("I1", "no guest of it", server, null, "cell1", "host1"),
                runs("cell1", "host1"),
                runs("cell2", "host2", bystander));
    }

    @Test
    void i1_a_second_guest_on_another_host() {
        expectOnHosts(
                new Finding("I1", "the server is on host1", server, server, "cell2", "host2"),
                runs("cell1", "host1", server),
                runs("cell2", "host2", bystander, server));
    }

    @Test
    void i1_a_guest_that_runs_twice_is_said_to() {
        Finding finding = withHosts(runs("cell1", "host1", server), runs("cell2", "host2", bystander, server))
                .findings()
                .getFirst();
        assertThat(finding.what()).contains("runs more than once, on host1 and host2");
    }

    @Test
    void i1_a_stopped_server_without_a_guest() {
        CellDatabase cell = CONTROL.cells.of("cell1");
        UUID stop = UUID.randomUUID();
        cell.database().run(() -> {
            cell.servers().admit(server, 1, stop, TaskState.POWERING_OFF, Instant.now());
            cell.servers().end(server, 1, stop, VmState.STOPPED, PowerState.SHUTDOWN.code(), Instant.now());
        });
        expectOnHosts(
                new Finding("I1", "it is stopped and its host has no guest", server, null, "cell1", "host1"),
                runs("cell1", "host1"),
                runs("cell2", "host2", bystander));
    }

    private static HostGuests keeps(HostGuests host, UUID server, UUID operation) {
        return new HostGuests(host.cell(), host.host(), host.guests(), List.of(new KeptFact(server, operation, true)));
    }

    private OperationRow move(String state) {
        OperationRow move = TestOperation.of(server, Kind.RESIZE, state).row();
        Instant now = Instant.now();
        CONTROL.api.operations().save(move);
        CONTROL.api
                .migrations()
                .save(new MigrationRow(
                        null,
                        move.id(),
                        server,
                        PROJECT,
                        "user",
                        MigrationRow.RESIZE,
                        MigrationRow.FINISHED,
                        "cell2",
                        "host2",
                        host2,
                        1,
                        "cell1",
                        "host1",
                        host1,
                        "{}",
                        "{}",
                        true,
                        now,
                        now));
        return move;
    }

    @Test
    void what_a_move_keeps_while_it_may_be_reverted_is_sound() {
        OperationRow move = move(OperationState.VERIFY);
        assertThat(withHosts(
                                runs("cell1", "host1", server),
                                keeps(runs("cell2", "host2", bystander), server, move.id()))
                        .findings())
                .filteredOn(finding -> finding.invariant().equals("I4"))
                .isEmpty();
    }

    @Test
    void i4_a_way_back_that_is_missing() {
        OperationRow move = move(OperationState.VERIFY);
        assertThat(withHosts(runs("cell1", "host1", server), runs("cell2", "host2", bystander))
                        .findings())
                .filteredOn(finding -> finding.invariant().equals("I4"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.what()).contains("is not kept there");
                    assertThat(finding.operation()).isEqualTo(move.id());
                    assertThat(finding.host()).isEqualTo("host2");
                });
    }

    @Test
    void i4_what_is_kept_for_a_move_that_is_over() {
        OperationRow move = move(OperationState.CLOSED);
        CONTROL.sql("update operations set updated_at = '2026-01-01' where id = '" + move.id() + "'");
        expectOnHosts(
                new Finding("I4", "kept for nothing", server, move.id(), "cell2", "host2"),
                runs("cell1", "host1", server),
                keeps(runs("cell2", "host2", bystander), server, move.id()));
    }

    @Test
    void what_is_kept_and_owed_is_sound() {
        OperationRow move = move(OperationState.RUNNING);
        new Debts(CONTROL.api).owe(move, Owed.guest("cell2", "host2", 1, 1));
        CONTROL.sql("update operations set state = 'closed', updated_at = '2026-01-01' where id = '" + move.id() + "'");
        assertThat(withHosts(
                                runs("cell1", "host1", server),
                                keeps(runs("cell2", "host2", bystander), server, move.id()))
                        .findings())
                .isEmpty();
    }

    @Test
    void i1_a_server_on_a_host_that_nobody_mapped() {
        expectOnHosts(
                new Finding("I1", "mapped to no cell", server, null, "cell1", "host1"),
                runs("cell2", "host2", bystander));
    }

    @Test
    void i4_a_guest_of_nobody() {
        UUID stranger = UUID.randomUUID();
        expectOnHosts(
                new Finding("I4", "runs for nothing", stranger, stranger, "cell1", "host1"),
                runs("cell1", "host1", server, stranger),
                runs("cell2", "host2", bystander));
    }

    @Test
    void a_guest_of_an_open_operation_is_sound() {
        Accepted boot = accept();
        assertThat(withHosts(runs("cell1", "host1", server, boot.server()), runs("cell2", "host2", bystander))
                        .findings())
                .isEmpty();
    }

    @Test
    void a_host_that_does_not_answer_is_not_its_servers_fault() {
        AuditReport report = withHosts(HostGuests.silent("cell1", "host1"), runs("cell2", "host2", bystander));
        assertThat(report.findings()).isEmpty();
        assertThat(report.notAsked()).containsExactly(new NotAsked("cell1", "host1"));
        assertThat(report.hosts()).isEqualTo(1);
    }

    @Test
    void a_cell_that_does_not_answer_is_not_its_servers_fault() {
        DatabaseSettings at = CONTROL.cells.of("cell2").database().settings();
        CONTROL.register("cell2", new DatabaseSettings("jdbc:mysql://127.0.0.1:1/away", at.user(), at.password()));
        try (CellDatabases others = new CellDatabases(CONTROL.api, new Secrets(new byte[32]), Duration.ofSeconds(2))) {
            AuditReport report = Audit.run(
                    CONTROL.api,
                    others,
                    () -> ports,
                    () -> List.of(runs("cell1", "host1", server), runs("cell2", "host2", bystander)));
            assertThat(report.findings()).isEmpty();
            assertThat(report.notAsked()).containsExactly(new NotAsked("cell2", null));
        } finally {
            CONTROL.register("cell2", at);
        }
    }

    @Test
    void a_debt_that_is_paid_while_the_audit_reads_explains_its_guest() {
        OperationRow delete =
                TestOperation.of(server, Kind.DELETE, OperationState.RUNNING).row();
        CONTROL.api.operations().save(delete);
        ports.removeIf(port -> port.server().equals(server));
        new Lanes(CONTROL.api)
                .gone(delete.id(), server, List.of(Owed.guest("cell1", "host1", 1, 1), Owed.record("cell1", 1)));
        AuditReport report = Audit.run(CONTROL.api, CONTROL.cells, () -> ports, () -> {
            CONTROL.sql("delete from debts where host = 'host1'");
            CONTROL.sql("delete from allocations where server = '" + server + "'");
            return List.of(runs("cell1", "host1", server), runs("cell2", "host2", bystander));
        });
        assertThat(report.findings()).isEmpty();
    }

    @Test
    void what_a_move_claims_that_begins_while_the_audit_reads_is_nobody_elses() {
        AuditReport report = Audit.run(CONTROL.api, CONTROL.cells, () -> ports, () -> {
            OperationRow move = move(OperationState.RUNNING);
            CONTROL.api
                    .database()
                    .run(() -> CONTROL.api.quota().takeMore(move.id(), PROJECT, "user", 1, 512, TestLimits.NONE));
            return List.of(runs("cell1", "host1", server), runs("cell2", "host2", bystander));
        });
        assertThat(report.findings()).isEmpty();
    }

    @Test
    void what_ends_while_the_audit_reads_is_left_out() {
        List<UUID> ended = new ArrayList<>();
        AuditReport report = Audit.run(CONTROL.api, CONTROL.cells, () -> ports, () -> {
            ended.add(active("cell1", "host1", host1));
            return List.of(runs("cell1", "host1", server), runs("cell2", "host2", bystander));
        });
        assertThat(ended).hasSize(1);
        assertThat(report.findings()).isEmpty();
    }
}
