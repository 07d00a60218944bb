package io.cellplane.db.lane;

import static io.cellplane.contracts.operation.OperationState.ACCEPTED;
import static io.cellplane.contracts.operation.OperationState.ADMITTING;
import static io.cellplane.contracts.operation.OperationState.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.operation.Kind;
import io.cellplane.db.Together;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.LaneRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.lane.Lanes.Entered;
import io.cellplane.db.lane.Lanes.Leaving;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestControlLevel.Accepted;
import io.cellplane.db.testing.TestOperation;
import io.cellplane.db.testing.TestRequest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What goes beside a lane. */
class BesideTest {
    private static final TestControlLevel CONTROL = new TestControlLevel("beside");

    private final ApiDatabase api = CONTROL.api;
    private final Lanes lanes = new Lanes(api);
    private final Admissions admissions = new Admissions(api, CONTROL.cells);
    private final Accepted boot = CONTROL.accept(
            TestRequest.server().project("project-" + UUID.randomUUID()).build());

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

    private OperationRow attach() {
        return TestOperation.of(boot.server(), Kind.ATTACH_INTERFACE, ADMITTING).row();
    }

    private Entered enters(OperationRow row) {
        return lanes.enter(row, new Claim(true, null, null));
    }

    @Test
    void what_is_attached_refuses_neither_what_else_is_nor_a_change_of_power() {
        lanes.leave(boot.operation(), Leaving.done());
        assertThat(enters(
                        TestOperation.of(boot.server(), Kind.REBOOT, ADMITTING).row()))
                .isInstanceOf(Entered.Now.class);
        assertThat(enters(attach())).isInstanceOf(Entered.Now.class);
        assertThat(enters(attach())).isInstanceOf(Entered.Now.class);
        assertThat(lanes.beside(boot.server())).hasSize(2);
        assertThat(lane().life()).isNotNull();
    }

    @Test
    void what_is_attached_before_a_move_is_waited_for_and_what_comes_then_is_refused() {
        lanes.leave(boot.operation(), Leaving.done());
        OperationRow attach = attach();
        enters(attach);
        OperationRow move =
                TestOperation.of(boot.server(), Kind.MIGRATE, ADMITTING).row();
        assertThat(enters(move)).isInstanceOf(Entered.Now.class);
        assertThat(enters(attach()))
                .isInstanceOfSatisfying(
                        Entered.Busy.class,
                        busy -> assertThat(busy.before().id()).isEqualTo(move.id()));
        assertThat(lanes.mustMakeWay(attach.id())).isFalse();
        lanes.leave(attach.id(), Leaving.done());
        assertThat(lanes.beside(boot.server())).isEmpty();
        assertThat(lane().life()).isEqualTo(move.id());
        api.operations().advance(move.id(), ADMITTING, RUNNING, Instant.now());
        lanes.leave(move.id(), new Leaving.Verify(Instant.now()));
        assertThat(enters(attach())).isInstanceOf(Entered.Now.class);
    }

    @Test
    void what_is_attached_makes_way_for_a_delete_also_one_that_waits_itself_and_what_has_not_begun_never_does() {
        lanes.begin(boot.operation());
        lanes.leave(boot.operation(), Leaving.done());
        OperationRow reboot =
                TestOperation.of(boot.server(), Kind.REBOOT, ADMITTING).row();
        enters(reboot);
        OperationRow begun = attach();
        enters(begun);
        api.operations().advance(begun.id(), ADMITTING, ACCEPTED, Instant.now());
        lanes.begin(begun.id());
        OperationRow promised = attach();
        enters(promised);
        api.operations().advance(promised.id(), ADMITTING, ACCEPTED, Instant.now());

        assertThat(admissions.delete(delete(boot.server()))).isInstanceOf(Entered.After.class);
        assertThat(enters(attach())).isInstanceOf(Entered.Busy.class);
        assertThat(lanes.mustMakeWay(begun.id())).isTrue();
        assertThat(lanes.isDeleted(begun.id())).isTrue();
        assertThat(lanes.clearBeside(boot.server()))
                .extracting(OperationRow::id)
                .containsExactly(begun.id());
        assertThat(lanes.begin(promised.id())).isFalse();
    }

    @RepeatedTest(5)
    void of_attaching_and_moving_at_once_the_move_sees_what_it_has_to_wait_for() throws Exception {
        lanes.leave(boot.operation(), Leaving.done());
        OperationRow move =
                TestOperation.of(boot.server(), Kind.MIGRATE, ADMITTING).row();
        List<Entered> entered = Together.run(2, i -> enters(i == 0 ? attach() : move));
        assertThat(entered.getLast()).isInstanceOf(Entered.Now.class);
        assertThat(lanes.beside(boot.server())).hasSize(entered.getFirst() instanceof Entered.Now ? 1 : 0);
    }
}
