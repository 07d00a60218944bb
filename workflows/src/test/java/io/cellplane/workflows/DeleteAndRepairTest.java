package io.cellplane.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.temporal.flow.DeleteServer;
import io.cellplane.temporal.flow.Ended;
import io.cellplane.temporal.flow.OperationRequest;
import io.cellplane.temporal.flow.RepairServer;
import io.cellplane.temporal.step.Lane;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeleteAndRepairTest {
    private static final Lane.Place HOST1 = new Lane.Place("cell1", "host1");
    private static final Lane.Place HOST2 = new Lane.Place("cell2", "host2");

    private final Scripted scripted = new Scripted();

    private Ended delete() {
        try (TestTemporal temporal = new TestTemporal(scripted)) {
            return temporal.workflow(DeleteServer.class, "delete").run(TestTemporal.DELETE);
        }
    }

    private Ended repair(OperationRequest what) {
        try (TestTemporal temporal = new TestTemporal(scripted)) {
            return temporal.workflow(RepairServer.class, "repair").run(what);
        }
    }

    @Test
    void a_delete_takes_four_steps() {
        assertThat(delete()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsExactly("begin", "destroy host1 round 1", "release all", "remove from cell1");
    }

    @Test
    void a_delete_goes_to_every_host_that_may_hold_something() {
        scripted.held(Scripted.heldIn("cell1", true, HOST1, HOST2));
        assertThat(delete()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsExactly(
                        "begin", "destroy host1 round 1", "destroy host2 round 1", "release all", "remove from cell1");
    }

    @Test
    void a_server_without_a_record_is_removed_from_the_requests() {
        scripted.held(Scripted.heldIn(null, true));
        assertThat(delete()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls()).containsExactly("begin", "release all", "gone");
    }

    @Test
    void a_host_that_does_not_answer_does_not_hold_a_delete() {
        scripted.held(Scripted.heldIn("cell1", true, HOST1, HOST2)).silent("host1");
        assertThat(delete()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsExactly(
                        "begin",
                        "destroy host1 round 1",
                        "destroy host2 round 1",
                        "release all",
                        "remove from cell1 owing [host1]");
    }

    @Test
    void a_cell_that_does_not_answer_does_not_hold_a_delete() {
        scripted.away("cell1").silent("host1");
        assertThat(delete()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls()).endsWith("gone owing [host1, cell1]");
    }

    /** A copy that may still be cut over to is erased when there is no server any more. */
    @Test
    void a_delete_erases_what_a_move_has_left_and_owes_what_still_arrives() {
        List<Lane.Place> places = List.of(HOST1);
        List<Lane.Copy> copies = List.of(new Lane.Copy("cell2", 2), new Lane.Copy("cell3", 4));
        scripted.held(new Lane.Held(true, "cell1", 3, 3, places, copies, 1));
        assertThat(delete()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls()).endsWith("erase the copy in cell2 of 2", "remove from cell1 owing [cell3]");
    }

    @Test
    void a_delete_that_is_over_does_nothing() {
        scripted.held(Scripted.heldIn("cell1", false, HOST1));
        assertThat(delete()).isEqualTo(Ended.NOTHING);
        assertThat(scripted.calls()).containsExactly("begin");
    }

    @Test
    void a_delete_is_not_impressed_by_nudges() {
        try (TestTemporal temporal = new TestTemporal(scripted)) {
            scripted.successor(true);
            scripted.during("release all", () -> temporal.nudge("delete"));
            assertThat(temporal.workflow(DeleteServer.class, "delete").run(TestTemporal.DELETE))
                    .isEqualTo(Ended.DONE);
        }
        assertThat(scripted.calls()).endsWith("remove from cell1");
    }

    @Test
    void a_boot_that_is_active_is_only_closed() {
        scripted.held(Scripted.heldIn("cell1", true, HOST1)).up();
        assertThat(repair(TestTemporal.BOOT)).isEqualTo(Ended.DONE);
        assertThat(scripted.calls()).containsExactly("fence", "fence in cell1", "fence in cell0", "makeWay");
    }

    @Test
    void a_boot_that_is_not_active_loses_what_it_holds() {
        scripted.held(Scripted.heldIn("cell1", true, HOST1, HOST2));
        assertThat(repair(TestTemporal.BOOT)).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls())
                .containsExactly(
                        "fence",
                        "settle into cell1",
                        "settle into cell2",
                        "fence in cell1",
                        "fence in cell2",
                        "fence in cell0",
                        "fence",
                        "clear host1",
                        "clear host2",
                        "release all",
                        "unplace 1",
                        "unplace 2",
                        "unplace 3",
                        "fail in cell1: operation.repaired");
    }

    @Test
    void a_host_that_does_not_answer_does_not_hold_a_repair() {
        scripted.held(Scripted.heldIn("cell1", true, HOST1, HOST2)).silent("host1");
        assertThat(repair(TestTemporal.BOOT)).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls())
                .containsSubsequence("fence", "clear host1", "owe host1", "clear host2", "release all")
                .doesNotContain("owe host2");
    }

    @Test
    void a_boot_that_never_landed_fails_in_the_graveyard() {
        scripted.held(Scripted.heldIn(null, true));
        assertThat(repair(TestTemporal.BOOT)).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls()).endsWith("fail in cell0: operation.repaired");
    }

    @Test
    void a_boot_that_is_in_no_cell_yet_owes_what_it_may_have_written_in_each() {
        scripted.held(Scripted.heldIn(null, true, HOST1, HOST2));
        assertThat(repair(TestTemporal.BOOT)).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls()).endsWith("owe cell1", "owe cell2", "fail in cell0: operation.repaired");
    }

    @Test
    void a_delete_owes_what_a_boot_may_have_written_and_nobody_reads() {
        List<Lane.Copy> copies = List.of(new Lane.Copy("cell2", 1));
        scripted.held(new Lane.Held(true, null, 1, 1, List.of(HOST1), copies, 1));
        assertThat(delete()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls()).endsWith("gone owing [cell2]");
    }

    @Test
    void what_is_over_is_not_repaired() {
        scripted.held(Scripted.heldIn("cell1", false, HOST1));
        assertThat(repair(TestTemporal.BOOT)).isEqualTo(Ended.NOTHING);
        assertThat(repair(TestTemporal.DELETE)).isEqualTo(Ended.NOTHING);
        assertThat(scripted.calls()).containsExactly("fence", "begin");
    }

    @Test
    void a_delete_is_repaired_by_a_round_of_its_own() {
        assertThat(repair(TestTemporal.DELETE)).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsExactly("begin", "destroy host1 round 2", "release all", "remove from cell1");
    }
}
