package io.cellplane.db.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.host.GuestFact;
import io.cellplane.contracts.host.KeptFact;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.operation.Owed;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.contracts.server.TaskState;
import io.cellplane.contracts.server.VmState;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.ControlLevel;
import io.cellplane.db.ControlLevel.Accepted;
import io.cellplane.db.Json;
import io.cellplane.db.Secrets;
import io.cellplane.db.api.AllocationRow;
import io.cellplane.db.api.Debts;
import io.cellplane.db.api.Intents;
import io.cellplane.db.api.InventoryRow;
import io.cellplane.db.api.LaneRow;
import io.cellplane.db.api.MigrationRow;
import io.cellplane.db.api.OperationRow;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ExtraRow;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.cell.Trail;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each test plants one damage into a sound cloud and expects the finding that names it, and no other. */
class AuditTest {
    private static final String PROJECT = "project";

    private static final ControlLevel CONTROL = new ControlLevel("audit", "cell0", "cell1", "cell2");
    private final List<HeldPort> ports = new ArrayList<>();
    private final UUID host1 = host("host1", "cell1");
    private final UUID host2 = host("host2", "cell2");
    private final UUID server = active("cell1", "host1", host1);
    private final UUID bystander = active("cell2", "host2", host2);

    @AfterEach
    void erase() {
        CONTROL.erase();
    }

    @AfterAll
    static void close() {
        CONTROL.close();
    }

    private UUID host(String name, String cell) {
        UUID provider = UUID.randomUUID();
        CONTROL.api.providers().add(provider, name, name, cell, Instant.now());
        return provider;
    }

    private UUID active(String cell, String host, UUID provider) {
        Accepted boot = CONTROL.accept(PROJECT);
        UUID port = UUID.randomUUID();
        allocate(boot.server(), provider, InventoryRow.VCPU, 2);
        allocate(boot.server(), provider, InventoryRow.MEMORY_MB, 512);
        allocate(boot.server(), provider, InventoryRow.DISK_GB, 10);
        record(cell, boot.server(), host, null, List.of(port));
        ports.add(new HeldPort(port.toString(), boot.server(), host, Set.of()));
        CONTROL.api.mappings().place(boot.server(), cell, 1, Instant.now());
        CONTROL.api.buildRequests().drop(boot.server());
        new Intents(CONTROL.api).close(boot.operation(), null);
        return boot.server();
    }

    private void allocate(UUID holder, UUID provider, String resourceClass, int used) {
        CONTROL.api
                .allocations()
                .saveAll(List.of(
                        new AllocationRow(holder, provider, resourceClass, used, AllocationRow.SERVER, holder)));
    }

    private void record(String cell, UUID uuid, @Nullable String host, @Nullable String moveState, List<UUID> cards) {
        CellDatabase database = CONTROL.cells.steps(cell);
        database.database().run(() -> {
            database.servers().save(row(uuid, host, moveState));
            database.extras().save(new ExtraRow(uuid, Json.write(ControlLevel.FLAVOR), null, "[]", null));
            List<BoundPort> bound = cards.stream()
                    .map(port -> new BoundPort(port, UUID.randomUUID(), "private", "fa:16", List.of(), null, true))
                    .toList();
            database.infoCaches().put(uuid, Json.write(bound), Instant.now());
        });
    }

    private static ServerRow row(UUID uuid, @Nullable String host, @Nullable String moveState) {
        return new ServerRow(
                null,
                uuid,
                1,
                moveState,
                null,
                PROJECT,
                "user",
                "image",
                null,
                null,
                "name",
                "name",
                null,
                0,
                null,
                null,
                1,
                null,
                0,
                "active",
                null,
                512,
                2,
                10,
                0,
                "f1",
                host,
                host,
                host,
                "nova",
                null,
                "r-1",
                null,
                null,
                false,
                null,
                null,
                null,
                null,
                null,
                null,
                false,
                null,
                null,
                false,
                0,
                Instant.now(),
                null,
                null,
                false);
    }

    private List<Finding> audit() {
        return Audit.run(CONTROL.api, CONTROL.cells, ports);
    }

    private void expect(String invariant, @Nullable UUID whose, String... words) {
        assertThat(audit()).singleElement().satisfies(finding -> {
            assertThat(finding.invariant()).isEqualTo(invariant);
            assertThat(finding.server()).isEqualTo(whose);
            assertThat(finding.what()).contains(words);
        });
    }

    @Test
    void a_sound_cloud_has_no_finding() {
        assertThat(audit()).isEmpty();
    }

    @Test
    void a_server_in_cell0_and_one_that_is_gone_are_sound() {
        Accepted buried = CONTROL.accept(PROJECT);
        record("cell0", buried.server(), null, null, List.of());
        CONTROL.api.mappings().place(buried.server(), "cell0", 1, Instant.now());
        new Intents(CONTROL.api).close(buried.operation(), "placement.no_valid_host");
        Accepted gone = CONTROL.accept(PROJECT);
        new Intents(CONTROL.api).gone(gone.operation(), gone.server(), List.of());

        assertThat(audit()).isEmpty();
    }

    @Test
    void what_is_under_way_is_left_out() {
        Accepted boot = CONTROL.accept(PROJECT);
        allocate(boot.server(), host1, InventoryRow.VCPU, 2);
        ports.add(new HeldPort("p", boot.server(), "host1", Set.of()));

        assertThat(audit()).isEmpty();
    }

    @Test
    void what_is_owed_explains_a_record_and_the_space_that_is_held() {
        OperationRow delete = ControlLevel.operation(server, Kind.DELETE, OperationState.RUNNING, PROJECT);
        CONTROL.api.operations().save(delete);
        ports.removeIf(port -> port.server().equals(server));
        new Intents(CONTROL.api)
                .gone(delete.id(), server, List.of(new Owed("cell1", "host1", 1), new Owed("cell1", null, 1)));

        assertThat(CONTROL.api.allocations().all().stream()
                        .filter(row -> row.server().equals(server)))
                .hasSize(3)
                .allMatch(row -> row.consumerType().equals(AllocationRow.DEBT));
        assertThat(audit()).isEmpty();
    }

    @Test
    void i3_space_that_is_held_for_a_debt_that_is_paid() {
        CONTROL.api
                .allocations()
                .saveAll(List.of(
                        new AllocationRow(UUID.randomUUID(), host1, InventoryRow.VCPU, 1, AllocationRow.DEBT, server)));
        expect("I3", server, "VCPU", "held for no debt");
    }

    @Test
    void i9_an_event_that_nobody_ends() {
        CellDatabase cell = CONTROL.cells.steps("cell1");
        Trail trail = new Trail(cell);
        OperationRow stop = ControlLevel.operation(server, Kind.STOP, OperationState.CLOSED, PROJECT);
        long action = trail.action("stop", stop, Instant.now());
        trail.begin(action, Trail.event(Kind.STOP), 1, "host1", Instant.now());
        expect("I9", server, "trail names an event that is under way");
        trail.over(server, "another request", Instant.now());
        assertThat(audit()).isEmpty();
    }

    @Test
    void i1_two_copies() {
        record("cell2", server, "host2", null, List.of());
        expect("I1", server, "cell2", "copy that would take writes", "cell1");
    }

    @Test
    void i1_a_sealed_copy_is_no_damage() {
        record("cell2", server, "host2", "departed", List.of());
        assertThat(audit()).isEmpty();
    }

    @Test
    void i1_a_record_of_an_older_place() {
        CONTROL.sql("update instance_mappings set generation = 2 where uuid = '" + server + "'");
        assertThat(audit())
                .anySatisfy(finding -> assertThat(finding.what()).contains("would take writes"))
                .anySatisfy(finding -> assertThat(finding.what()).contains("has no record of it"))
                .allSatisfy(finding -> assertThat(finding.server()).isEqualTo(server));
    }

    @Test
    void i1_a_missing_record() {
        Accepted boot = CONTROL.accept(PROJECT);
        CONTROL.api.mappings().place(boot.server(), "cell1", 1, Instant.now());
        new Intents(CONTROL.api).close(boot.operation(), null);
        expect("I1", boot.server(), "cell1 has no record of it");
    }

    @Test
    void i1_a_record_that_nobody_knows() {
        UUID stray = UUID.randomUUID();
        record("cell1", stray, null, null, List.of());
        expect("I1", stray, "no mapping names");
    }

    @Test
    void i1_a_server_in_no_cell_that_nothing_builds() {
        Accepted boot = CONTROL.accept(PROJECT);
        new Intents(CONTROL.api).close(boot.operation(), null);
        expect("I1", boot.server(), "nothing is building it");
    }

    @Test
    void i2_an_overdue_operation() {
        Accepted boot = CONTROL.accept(PROJECT);
        CONTROL.sql("update operations set deadline = '2026-01-01' where id = '" + boot.operation() + "'");
        expect("I2", boot.server(), "boot " + boot.operation(), "overdue");
    }

    @Test
    void i2_an_open_operation_in_no_lane() {
        Accepted boot = CONTROL.accept(PROJECT);
        CONTROL.api.lanes().set(boot.server(), null, null);
        expect("I2", boot.server(), "in no lane");
    }

    @Test
    void i2_a_lane_that_names_nothing_open_while_another_waits() {
        OperationRow waiting = ControlLevel.operation(server, Kind.DELETE, OperationState.WAITING, PROJECT);
        CONTROL.api.operations().save(waiting);
        LaneRow lane = CONTROL.api.lanes().find(server).orElseThrow();
        CONTROL.api.lanes().set(server, lane.life(), waiting.id());
        expect("I2", server, waiting.id().toString(), "waits for nothing");
    }

    @Test
    void i3_an_allocation_of_nothing() {
        UUID nobody = UUID.randomUUID();
        allocate(nobody, host1, InventoryRow.VCPU, 1);
        expect("I3", nobody, "VCPU", "held for nothing");
    }

    @Test
    void i3_an_allocation_on_another_host() {
        CONTROL.sql("update allocations set provider = '" + host2 + "' where server = '" + server
                + "' and resource_class = 'VCPU'");
        expect("I3", server, "another host");
    }

    @Test
    void i3_an_allocation_that_is_missing_or_wrong() {
        CONTROL.sql("delete from allocations where server = '" + server + "' and resource_class = 'VCPU'");
        expect("I3", server, "should hold", "VCPU=2");
        allocate(server, host1, InventoryRow.VCPU, 3);
        expect("I3", server, "VCPU=3");
    }

    @Test
    void i4_a_missing_port() {
        ports.removeIf(port -> port.server().equals(server));
        expect("I4", server, "its record names ports", "holds []");
    }

    @Test
    void i4_an_extra_port() {
        ports.add(new HeldPort("one-more", server, "host1", Set.of()));
        expect("I4", server, "one-more");
    }

    @Test
    void i4_an_extra_port_of_a_server_without_a_record_of_its_cards() {
        Accepted buried = CONTROL.accept(PROJECT);
        CellDatabase cell0 = CONTROL.cells.steps("cell0");
        cell0.database().run(() -> cell0.servers().save(row(buried.server(), null, null)));
        CONTROL.api.mappings().place(buried.server(), "cell0", 1, Instant.now());
        new Intents(CONTROL.api).close(buried.operation(), null);
        ports.add(new HeldPort("left-over", buried.server(), "host1", Set.of()));
        expect("I4", buried.server(), "left-over");
    }

    @Test
    void i4_a_port_that_is_bound_to_another_host() {
        rebind("host2", Set.of());
        expect("I4", server, "is bound to 'host2'");
    }

    @Test
    void i4_a_binding_that_a_move_left_behind() {
        rebind("host1", Set.of("host2"));
        expect("I4", server, "bound beside to [host2] for nothing");
    }

    private void rebind(String host, Set<String> beside) {
        ports.replaceAll(port -> port.server().equals(server) ? new HeldPort(port.id(), server, host, beside) : port);
    }

    @Test
    void i4_a_port_of_nobody() {
        UUID nobody = UUID.randomUUID();
        ports.add(new HeldPort("orphan", nobody, "host1", Set.of()));
        expect("I4", nobody, "orphan", "held for nothing");
    }

    @Test
    void i7_usage_that_is_not_the_sum_of_the_claims() {
        CONTROL.sql("update quota_usage set cores = cores + 1");
        expect("I7", null, PROJECT, "[2, 4, 1024]");
    }

    @Test
    void i7_claims_without_any_usage() {
        CONTROL.sql("delete from quota_usage");
        expect("I7", null, PROJECT, "[2, 4, 1024]");
    }

    @Test
    void i7_a_claim_of_nobody() {
        UUID nobody = UUID.randomUUID();
        CONTROL.sql("update quota_usage set instances = instances + 1");
        CONTROL.sql("insert into quota_claims values ('" + nobody + "', 'project', 'user', 1, 0, 0)");
        expect("I7", nobody, "gone");
    }

    @Test
    void i7_a_server_that_claims_nothing() {
        CONTROL.api.database().run(() -> CONTROL.api.quota().giveBack(bystander));
        expect("I7", bystander, "claims no quota");
    }

    @Test
    void i7_a_claim_that_is_not_the_flavors() {
        CONTROL.sql("update quota_claims set cores = 5 where consumer = '" + server + "'");
        CONTROL.sql("update quota_usage set cores = 7");
        expect("I7", server, "5 cores", "its flavor has 2");
    }

    private AuditReport withHosts(HostGuests... hosts) {
        return Audit.run(CONTROL.api, CONTROL.cells, () -> ports, () -> List.of(hosts));
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
        CellDatabase cell = CONTROL.cells.steps("cell1");
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
        OperationRow move = ControlLevel.operation(server, Kind.RESIZE, state, PROJECT);
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
        new Debts(CONTROL.api).owe(move, new Owed("cell2", "host2", 1));
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
        Accepted boot = CONTROL.accept(PROJECT);
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
        String url = CONTROL.api.cells().find("cell2").orElseThrow().databaseUrl();
        CONTROL.sql("update cell_mappings set version = version + 1,"
                + " database_url = 'jdbc:mysql://127.0.0.1:1/away' where name = 'cell2'");
        try (CellDatabases others = new CellDatabases(CONTROL.api, new Secrets(new byte[32]), Duration.ofSeconds(2))) {
            AuditReport report = Audit.run(
                    CONTROL.api,
                    others,
                    () -> ports,
                    () -> List.of(runs("cell1", "host1", server), runs("cell2", "host2", bystander)));
            assertThat(report.findings()).isEmpty();
            assertThat(report.notAsked()).containsExactly(new NotAsked("cell2", null));
        } finally {
            CONTROL.sql("update cell_mappings set version = version + 1, database_url = '" + url
                    + "' where name = 'cell2'");
        }
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
