package io.cellplane.db.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.operation.Owed;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.Trail;
import io.cellplane.db.control.AllocationRow;
import io.cellplane.db.control.GroupMemberRow;
import io.cellplane.db.control.GroupPolicy;
import io.cellplane.db.control.InventoryRow;
import io.cellplane.db.control.LaneRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.control.ServerGroupRow;
import io.cellplane.db.lane.Lanes;
import io.cellplane.db.lane.Lanes.Leaving;
import io.cellplane.db.testing.TestControlLevel.Accepted;
import io.cellplane.db.testing.TestOperation;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the databases say. */
class AuditTest extends PlantedCloud {
    @Test
    void a_sound_cloud_has_no_finding() {
        assertThat(audit()).isEmpty();
    }

    @Test
    void a_server_in_cell0_and_one_that_is_gone_are_sound() {
        Accepted buried = accept();
        record("cell0", buried.server(), null, null, List.of());
        CONTROL.api.mappings().place(buried.server(), "cell0", 1, Instant.now());
        new Lanes(CONTROL.api).leave(buried.operation(), new Leaving.Closed("placement.no_valid_host"));
        Accepted gone = accept();
        new Lanes(CONTROL.api).gone(gone.operation(), gone.server(), List.of());

        assertThat(audit()).isEmpty();
    }

    @Test
    void what_is_under_way_is_left_out() {
        Accepted boot = accept();
        allocate(boot.server(), host1, InventoryRow.VCPU, 2);
        ports.add(new HeldPort("p", boot.server(), "host1", Set.of()));

        assertThat(audit()).isEmpty();
    }

    @Test
    void what_is_owed_explains_a_record_and_the_space_that_is_held() {
        OperationRow delete =
                TestOperation.of(server, Kind.DELETE, OperationState.RUNNING).row();
        CONTROL.api.operations().save(delete);
        ports.removeIf(port -> port.server().equals(server));
        new Lanes(CONTROL.api)
                .gone(delete.id(), server, List.of(Owed.guest("cell1", "host1", 1, 1), Owed.record("cell1", 1)));

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

    private static void join(ServerGroupRow group, UUID member, boolean forced) {
        CONTROL.api.groupMembers().saveAll(List.of(new GroupMemberRow(member, group.id(), "user", forced)));
    }

    @Test
    void i12_members_that_are_to_be_apart_share_a_host() {
        ServerGroupRow pairs = CONTROL.group(GroupPolicy.ANTI_AFFINITY, 2);
        join(pairs, server, false);
        join(pairs, bystander, false);
        join(pairs, active("cell1", "host1", host1), false);
        join(pairs, active("cell1", "host1", host1), true);
        assertThat(audit())
                .as("two may share one, beside those that were forced there")
                .isEmpty();
        join(pairs, active("cell1", "host1", host1), false);
        expect("I12", null, pairs.uuid().toString(), "more members on a host");
    }

    @Test
    void i12_members_that_are_to_be_together_are_not() {
        ServerGroupRow together = CONTROL.group(GroupPolicy.AFFINITY, null);
        ServerGroupRow soft = CONTROL.group(GroupPolicy.SOFT_AFFINITY, null);
        join(together, server, false);
        join(soft, active("cell1", "host1", host1), false);
        join(soft, active("cell2", "host2", host2), false);
        join(together, active("cell1", "host1", host1), false);
        join(together, bystander, true);
        assertThat(audit()).isEmpty();
        join(together, active("cell2", "host2", host2), false);
        expect("I12", null, together.uuid().toString(), "several hosts");
    }

    @Test
    void i9_an_event_that_nobody_ends() {
        CellDatabase cell = CONTROL.cells.of("cell1");
        Trail trail = new Trail(cell);
        OperationRow stop =
                TestOperation.of(server, Kind.STOP, OperationState.CLOSED).row();
        long action = trail.action(stop, Instant.now());
        trail.begin(action, Kind.STOP.event(), 1, "host1", Instant.now());
        expect("I9", server, "trail names an event that is under way");
        trail.over(server, "another request", Instant.now());
        assertThat(audit()).isEmpty();
    }

    @Test
    void what_is_owed_explains_a_trail_that_nobody_ends() {
        CellDatabase cell = CONTROL.cells.of("cell2");
        UUID late = UUID.randomUUID();
        record("cell2", late, "host2", null, List.of());
        Trail trail = new Trail(cell);
        OperationRow boot =
                TestOperation.of(late, Kind.BOOT, OperationState.CLOSED).row();
        trail.begin(trail.action(boot, Instant.now()), Kind.BOOT.event(), 1, "host2", Instant.now());
        assertThat(audit()).extracting(Finding::invariant).containsExactly("I1", "I9");
        OperationRow delete =
                TestOperation.of(late, Kind.DELETE, OperationState.RUNNING).row();
        CONTROL.api.operations().save(delete);
        new Lanes(CONTROL.api).gone(delete.id(), late, List.of(Owed.record("cell2", 1)));
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
        Accepted boot = accept();
        CONTROL.api.mappings().place(boot.server(), "cell1", 1, Instant.now());
        new Lanes(CONTROL.api).leave(boot.operation(), Leaving.done());
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
        Accepted boot = accept();
        new Lanes(CONTROL.api).leave(boot.operation(), Leaving.done());
        expect("I1", boot.server(), "nothing is building it");
    }

    @Test
    void i2_an_overdue_operation() {
        Accepted boot = accept();
        CONTROL.sql("update operations set deadline = '2026-01-01' where id = '" + boot.operation() + "'");
        expect("I2", boot.server(), "boot " + boot.operation(), "overdue");
    }

    @Test
    void i2_an_open_operation_in_no_lane() {
        Accepted boot = accept();
        CONTROL.api.lanes().set(boot.server(), null, null);
        expect("I2", boot.server(), "in no lane");
    }

    @Test
    void i2_a_lane_that_names_nothing_open_while_another_waits() {
        OperationRow waiting =
                TestOperation.of(server, Kind.DELETE, OperationState.WAITING).row();
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
        Accepted buried = accept();
        CellDatabase cell0 = CONTROL.cells.of("cell0");
        cell0.database().run(() -> cell0.servers().save(row(buried.server(), null, null)));
        CONTROL.api.mappings().place(buried.server(), "cell0", 1, Instant.now());
        new Lanes(CONTROL.api).leave(buried.operation(), Leaving.done());
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
    void i7_usage_is_compared_while_operations_are_at_work() {
        accept();
        assertThat(audit()).isEmpty();
        CONTROL.sql("update quota_usage set cores = cores + 1");
        expect("I7", null, PROJECT, "[3, 6, 1536]");
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
}
