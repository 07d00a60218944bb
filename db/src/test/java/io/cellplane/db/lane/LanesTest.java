package io.cellplane.db.lane;

import static io.cellplane.contracts.operation.OperationState.ACCEPTED;
import static io.cellplane.contracts.operation.OperationState.CLOSED;
import static io.cellplane.contracts.operation.OperationState.CLOSING;
import static io.cellplane.contracts.operation.OperationState.RUNNING;
import static io.cellplane.contracts.operation.OperationState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.operation.Kind;
import io.cellplane.db.Together;
import io.cellplane.db.control.AllocationRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.InventoryRow;
import io.cellplane.db.control.LaneRow;
import io.cellplane.db.control.OperationDataRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.control.QuotaUsageRow;
import io.cellplane.db.lane.Lanes.Entered;
import io.cellplane.db.lane.Lanes.Leaving;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestControlLevel.Accepted;
import io.cellplane.db.testing.TestLimits;
import io.cellplane.db.testing.TestOperation;
import io.cellplane.db.testing.TestRequest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class LanesTest {
    private static final TestControlLevel CONTROL = new TestControlLevel("lanes");

    private final ApiDatabase api = CONTROL.api;
    private final Lanes lanes = new Lanes(api);
    private final Admissions admissions = new Admissions(api, CONTROL.cells);
    private final String project = "project-" + UUID.randomUUID();
    private final Accepted boot = accept();

    private Accepted accept() {
        return CONTROL.accept(TestRequest.server().project(project).build());
    }

    @AfterAll
    static void close() {
        CONTROL.close();
    }

    private static OperationRow delete(UUID server) {
        return TestOperation.of(server, Kind.DELETE, "new").row();
    }

    private LaneRow lane() {
        return api.lanes().find(boot.server()).orElseThrow();
    }

    private boolean takeBack() {
        return api.operations().withdraw(boot.operation(), Instant.now()) == 1
                && api.operations().takeBack(boot.operation()) == 1;
    }

    @Test
    void what_was_taken_back_does_not_begin() {
        assertThat(takeBack()).isTrue();
        assertThat(lanes.begin(boot.operation())).isFalse();
    }

    @Test
    void what_has_begun_is_not_taken_back_and_may_begin_again() {
        assertThat(lanes.begin(boot.operation())).isTrue();
        assertThat(takeBack()).isFalse();
        assertThat(lanes.begin(boot.operation())).isTrue();
        assertThat(CONTROL.stateOf(boot.operation())).isEqualTo(RUNNING);
    }

    @Test
    void what_was_closing_when_its_workflow_was_lost_begins_again_and_goes_on_closing() {
        lanes.begin(boot.operation());
        lanes.closing(boot.operation());
        assertThat(lanes.begin(boot.operation())).isTrue();
        assertThat(CONTROL.stateOf(boot.operation())).isEqualTo(CLOSING);
        assertThat(takeBack()).isFalse();
    }

    @RepeatedTest(10)
    void of_beginning_and_taking_back_at_once_exactly_one_wins() throws Exception {
        List<Boolean> won = Together.run(2, i -> i == 0 ? lanes.begin(boot.operation()) : takeBack());

        assertThat(won).containsOnlyOnce(true);
        assertThat(CONTROL.stateOf(boot.operation())).isEqualTo(won.getFirst() ? RUNNING : "none");
    }

    @Test
    void what_is_closed_does_not_begin() {
        lanes.leave(boot.operation(), Leaving.done());
        assertThat(lanes.begin(boot.operation())).isFalse();
    }

    @Test
    void a_delete_over_nothing_may_start_at_once() {
        lanes.leave(boot.operation(), Leaving.done());
        OperationRow delete = delete(boot.server());

        assertThat(admissions.delete(delete)).isInstanceOf(Entered.Now.class);
        assertThat(CONTROL.stateOf(delete.id())).isEqualTo(ACCEPTED);
        assertThat(lane().life()).isEqualTo(delete.id());
        assertThat(api.mappings().find(boot.server()).orElseThrow().queuedForDelete())
                .isTrue();
    }

    @Test
    void a_delete_over_a_boot_waits_for_it() {
        lanes.begin(boot.operation());
        OperationRow delete = delete(boot.server());

        assertThat(admissions.delete(delete))
                .isInstanceOfSatisfying(
                        Entered.After.class,
                        after -> assertThat(after.before().id()).isEqualTo(boot.operation()));
        assertThat(CONTROL.stateOf(delete.id())).isEqualTo(WAITING);
        assertThat(lane().life()).isEqualTo(boot.operation());
        assertThat(lane().next()).isEqualTo(delete.id());
        assertThat(lanes.mustMakeWay(boot.operation())).isTrue();
        assertThat(lanes.mustMakeWay(delete.id())).isFalse();
        assertThat(lanes.begin(delete.id())).isFalse();
    }

    @Test
    void a_second_delete_finds_the_first_waiting_or_running() {
        lanes.begin(boot.operation());
        OperationRow first = delete(boot.server());
        admissions.delete(first);
        OperationRow second = delete(boot.server());
        assertThat(admissions.delete(second)).isInstanceOf(Entered.Busy.class);
        lanes.leave(boot.operation(), Leaving.done());
        assertThat(admissions.delete(second)).isInstanceOf(Entered.Busy.class);
        lanes.begin(first.id());
        assertThat(admissions.delete(second)).isInstanceOf(Entered.Busy.class);

        assertThat(CONTROL.stateOf(second.id())).isEqualTo("none");
        assertThat(lane().next()).isNull();
    }

    @Test
    void a_delete_of_an_unknown_or_deleted_server_finds_it_gone() {
        UUID unknown = UUID.randomUUID();
        assertThat(admissions.delete(delete(unknown))).isInstanceOf(Entered.Gone.class);

        lanes.gone(boot.operation(), boot.server(), List.of());
        OperationRow late = delete(boot.server());
        assertThat(admissions.delete(late)).isInstanceOf(Entered.Gone.class);
        assertThat(CONTROL.stateOf(late.id())).isEqualTo("none");
    }

    @RepeatedTest(3)
    void many_deletes_at_once_are_one_operation() throws Exception {
        lanes.begin(boot.operation());
        List<Entered> entered = Together.run(12, i -> admissions.delete(delete(boot.server())));

        assertThat(entered.stream().filter(Entered.After.class::isInstance)).hasSize(1);
        assertThat(entered.stream().filter(Entered.Busy.class::isInstance)).hasSize(11);
        assertThat(api.operations().of(boot.server()))
                .filteredOn(row -> row.kind().equals("delete"))
                .singleElement()
                .satisfies(row -> assertThat(row.id()).isEqualTo(lane().next()));
    }

    @RepeatedTest(5)
    void a_delete_beside_the_end_of_the_boot_is_accepted_whoever_comes_first() throws Exception {
        lanes.begin(boot.operation());
        OperationRow delete = delete(boot.server());
        Together.run(2, i -> i == 0 ? admissions.delete(delete) : lanes.leave(boot.operation(), Leaving.done()));

        assertThat(CONTROL.stateOf(delete.id())).isEqualTo(ACCEPTED);
        assertThat(lane()).isEqualTo(new LaneRow(boot.server(), delete.id(), null, 0));
    }

    @Test
    void closing_the_one_hands_over_to_the_other_in_one_transaction() {
        lanes.begin(boot.operation());
        OperationRow delete = delete(boot.server());
        admissions.delete(delete);

        assertThat(lanes.leave(boot.operation(), new Leaving.Closed("yielded")))
                .hasValueSatisfying(next -> assertThat(next.state()).isEqualTo(ACCEPTED))
                .hasValueSatisfying(next -> assertThat(next.id()).isEqualTo(delete.id()));
        assertThat(CONTROL.stateOf(boot.operation())).isEqualTo(CLOSED);
        assertThat(lane()).isEqualTo(new LaneRow(boot.server(), delete.id(), null, 0));
        assertThat(api.operations().find(boot.operation()).orElseThrow().outcome())
                .isEqualTo("yielded");
    }

    @Test
    void a_close_that_is_rolled_back_hands_nothing_over() {
        lanes.begin(boot.operation());
        OperationRow delete = delete(boot.server());
        admissions.delete(delete);
        try {
            api.database().run(() -> {
                lanes.leave(boot.operation(), Leaving.done());
                throw new IllegalStateException("the transaction around it fails");
            });
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessageContaining("fails");
        }

        assertThat(CONTROL.stateOf(boot.operation())).isEqualTo(RUNNING);
        assertThat(CONTROL.stateOf(delete.id())).isEqualTo(WAITING);
        assertThat(lane().next()).isEqualTo(delete.id());
    }

    @Test
    void closing_twice_changes_nothing() {
        lanes.begin(boot.operation());
        OperationRow delete = delete(boot.server());
        admissions.delete(delete);
        lanes.leave(boot.operation(), new Leaving.Closed("first"));
        lanes.begin(delete.id());

        assertThat(lanes.leave(boot.operation(), new Leaving.Closed("second"))).isEmpty();
        assertThat(api.operations().find(boot.operation()).orElseThrow().outcome())
                .isEqualTo("first");
        assertThat(CONTROL.stateOf(delete.id())).isEqualTo(RUNNING);
        assertThat(lane().life()).isEqualTo(delete.id());
    }

    @Test
    void placings_are_numbered_whoever_comes_and_goes() {
        assertThat(lanes.placing(boot.server())).isZero();
        assertThat(lanes.place(boot.server())).isEqualTo(1);
        lanes.begin(boot.operation());
        lanes.leave(boot.operation(), Leaving.done());
        assertThat(lanes.place(boot.server())).isEqualTo(2);
        assertThat(lanes.placing(boot.server())).isEqualTo(2);
        assertThat(lanes.placing(UUID.randomUUID())).isZero();
    }

    @Test
    void what_waits_and_is_closed_leaves_the_lane() {
        lanes.begin(boot.operation());
        OperationRow delete = delete(boot.server());
        admissions.delete(delete);

        assertThat(lanes.leave(delete.id(), Leaving.done())).isEmpty();
        assertThat(lane()).isEqualTo(new LaneRow(boot.server(), boot.operation(), null, 0));
        assertThat(lanes.leave(boot.operation(), Leaving.done())).isEmpty();
        assertThat(lane().life()).isNull();
    }

    @Test
    void what_is_secret_or_large_is_erased_when_the_operation_closes() {
        api.operationData()
                .saveAll(List.of(
                        new OperationDataRow(boot.operation(), OperationDataRow.ADMIN_PASSWORD, new byte[] {1, 2, 3})));
        lanes.leave(boot.operation(), Leaving.done());

        assertThat(api.operationData().of(boot.operation())).isEmpty();
    }

    @Test
    void the_end_of_a_delete_gives_everything_back_once() throws Exception {
        UUID provider = UUID.randomUUID();
        api.providers().add(provider, "h-" + provider, "h-" + provider, "cell1", Instant.now());
        for (UUID holder : List.of(boot.server(), accept().server())) {
            api.allocations()
                    .saveAll(List.of(
                            new AllocationRow(holder, provider, InventoryRow.VCPU, 2, AllocationRow.SERVER, holder)));
        }
        lanes.begin(boot.operation());
        OperationRow delete = delete(boot.server());
        admissions.delete(delete);
        lanes.leave(boot.operation(), Leaving.done());
        lanes.begin(delete.id());
        long before = api.providers().find(provider).orElseThrow().generation();

        Together.run(4, i -> {
            lanes.gone(delete.id(), boot.server(), List.of());
            return i;
        });

        assertThat(api.quota().usageOf(project)).isEqualTo(new QuotaUsageRow(project, 1, 1, 512));
        assertThat(api.allocations().ofServer(boot.server())).isEmpty();
        assertThat(api.providers().find(provider).orElseThrow().generation()).isEqualTo(before + 1);
        assertThat(api.mappings().find(boot.server()).orElseThrow().deletedAt()).isNotNull();
        assertThat(api.lanes().find(boot.server())).isEmpty();
        assertThat(api.buildRequests().find(boot.server())).isEmpty();
        assertThat(api.requestSpecs().find(boot.server())).isEmpty();
        assertThat(CONTROL.stateOf(delete.id())).isEqualTo(CLOSED);
    }

    /** Waits behind the boot, as no operation does that holds quota today, but those of tomorrow will. */
    private OperationRow waitingWithQuota() {
        lanes.begin(boot.operation());
        OperationRow waiting = TestOperation.of(boot.server(), Kind.HARD_REBOOT, WAITING)
                .project(project)
                .row();
        api.operations().save(waiting);
        api.lanes().set(boot.server(), boot.operation(), waiting.id());
        api.operationData()
                .saveAll(List.of(new OperationDataRow(waiting.id(), OperationDataRow.USER_DATA, new byte[] {1})));
        api.database().run(() -> api.quota().takeMore(waiting.id(), project, "user", 3, 128, TestLimits.NONE));
        return waiting;
    }

    private void assertNothingIsHeldBy(OperationRow operation) {
        assertThat(CONTROL.stateOf(operation.id())).isEqualTo(CLOSED);
        assertThat(api.operationData().of(operation.id())).isEmpty();
        assertThat(api.quota().usageOf(project)).isEqualTo(new QuotaUsageRow(project, 1, 1, 512));
    }

    @Test
    void what_a_delete_drops_gives_its_quota_and_data_back() {
        OperationRow dropped = waitingWithQuota();
        OperationRow delete = delete(boot.server());

        assertThat(admissions.delete(delete)).isInstanceOf(Entered.After.class);
        assertNothingIsHeldBy(dropped);
        assertThat(lane().next()).isEqualTo(delete.id());
    }

    @Test
    void what_a_reset_drops_gives_its_quota_and_data_back() {
        OperationRow dropped = waitingWithQuota();
        OperationRow reset = TestOperation.of(boot.server(), Kind.RESET, "new")
                .project(project)
                .row();

        assertThat(lanes.enter(reset, Claim.PROMISED)).isInstanceOf(Entered.After.class);
        assertNothingIsHeldBy(dropped);
        assertThat(lane().next()).isEqualTo(reset.id());
    }

    @Test
    void what_makes_way_gives_its_quota_and_data_back() {
        OperationRow waiting = waitingWithQuota();
        lanes.leave(boot.operation(), Leaving.done());
        lanes.begin(waiting.id());
        OperationRow delete = delete(boot.server());
        admissions.delete(delete);

        assertThat(lanes.leave(waiting.id(), Leaving.done()))
                .hasValueSatisfying(next -> assertThat(next.id()).isEqualTo(delete.id()));
        assertNothingIsHeldBy(waiting);
    }

    @Test
    void while_its_server_is_being_deleted_nothing_else_enters() {
        lanes.begin(boot.operation());
        admissions.delete(delete(boot.server()));
        for (Kind kind : List.of(Kind.STOP, Kind.HARD_REBOOT, Kind.RESIZE, Kind.RESET, Kind.DELETE)) {
            OperationRow row = TestOperation.of(boot.server(), kind, "new")
                    .project(project)
                    .row();
            assertThat(lanes.enter(row, Claim.PROMISED)).as("%s", kind).isInstanceOf(Entered.Busy.class);
            assertThat(CONTROL.stateOf(row.id())).isEqualTo("none");
        }
    }

    @Test
    void who_waits_long_is_told_of_more_seldom() {
        Instant now = Instant.now();
        OperationRow fresh = waiting(now.minusSeconds(20));
        OperationRow old = waiting(now.minusSeconds(3600));
        // Both were looked at ten seconds ago.
        api.operations().touch(fresh.id(), WAITING, now.minusSeconds(10));
        api.operations().touch(old.id(), WAITING, now.minusSeconds(10));
        assertThat(unnudged(now)).contains(fresh.id()).doesNotContain(old.id());
        assertThat(unnudged(now.plusSeconds(400))).contains(fresh.id(), old.id());
    }

    private List<UUID> unnudged(Instant now) {
        return api.operations().unnudged(now, now.minusSeconds(3), 1000).stream()
                .map(OperationRow::id)
                .toList();
    }

    private OperationRow waiting(Instant since) {
        OperationRow row = TestOperation.of(UUID.randomUUID(), Kind.DELETE, WAITING)
                .at(since)
                .row();
        api.operations().save(row);
        return row;
    }
}
