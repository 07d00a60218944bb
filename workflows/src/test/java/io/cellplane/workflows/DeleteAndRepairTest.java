package io.cellplane.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.operations.DeleteServer;
import io.cellplane.operations.Ended;
import io.cellplane.operations.Lane;
import io.cellplane.operations.OperationRequest;
import io.cellplane.operations.RepairServer;
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
    void aDeleteTakesFourSteps() {
        assertThat(delete()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsExactly("begin", "destroy host1 round 1", "release all", "remove from cell1");
    }

    @Test
    void aDeleteGoesToEveryHostThatMayHoldSomething() {
        scripted.held(Scripted.heldIn("cell1", true, false, HOST1, HOST2));
        assertThat(delete()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsExactly(
                        "begin", "destroy host1 round 1", "destroy host2 round 1", "release all", "remove from cell1");
    }

    @Test
    void aServerWithoutARecordIsRemovedFromTheRequests() {
        scripted.held(Scripted.heldIn(null, true, false));
        assertThat(delete()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls()).containsExactly("begin", "release all", "gone");
    }

    @Test
    void aHostThatDoesNotAnswerDoesNotHoldADelete() {
        scripted.held(Scripted.heldIn("cell1", true, false, HOST1, HOST2)).silent("host1");
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
    void aCellThatDoesNotAnswerDoesNotHoldADelete() {
        scripted.away("cell1").silent("host1");
        assertThat(delete()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls()).endsWith("gone owing [host1, cell1]");
    }

    @Test
    void aDeleteThatIsOverDoesNothing() {
        scripted.held(Scripted.heldIn("cell1", false, false, HOST1));
        assertThat(delete()).isEqualTo(Ended.NOTHING);
        assertThat(scripted.calls()).containsExactly("begin");
    }

    @Test
    void aDeleteIsNotImpressedByNudges() {
        try (TestTemporal temporal = new TestTemporal(scripted)) {
            scripted.successor(true);
            scripted.during("release all", () -> temporal.nudge("delete"));
            assertThat(temporal.workflow(DeleteServer.class, "delete").run(TestTemporal.DELETE))
                    .isEqualTo(Ended.DONE);
        }
        assertThat(scripted.calls()).endsWith("remove from cell1");
    }

    @Test
    void aBootThatIsActiveIsOnlyClosed() {
        scripted.held(Scripted.heldIn("cell1", true, true, HOST1));
        assertThat(repair(TestTemporal.BOOT)).isEqualTo(Ended.DONE);
        assertThat(scripted.calls()).containsExactly("fence", "makeWay");
    }

    @Test
    void aBootThatIsNotActiveLosesWhatItHolds() {
        scripted.held(Scripted.heldIn("cell1", true, false, HOST1, HOST2));
        assertThat(repair(TestTemporal.BOOT)).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls())
                .containsExactly(
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
    void aHostThatDoesNotAnswerDoesNotHoldARepair() {
        scripted.held(Scripted.heldIn("cell1", true, false, HOST1, HOST2)).silent("host1");
        assertThat(repair(TestTemporal.BOOT)).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls())
                .startsWith("fence", "clear host1", "owe host1", "clear host2", "release all")
                .doesNotContain("owe host2");
    }

    @Test
    void aBootThatNeverLandedFailsInTheGraveyard() {
        scripted.held(Scripted.heldIn(null, true, false));
        assertThat(repair(TestTemporal.BOOT)).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls()).endsWith("fail in cell0: operation.repaired");
    }

    @Test
    void whatIsOverIsNotRepaired() {
        scripted.held(Scripted.heldIn("cell1", false, false, HOST1));
        assertThat(repair(TestTemporal.BOOT)).isEqualTo(Ended.NOTHING);
        assertThat(repair(TestTemporal.DELETE)).isEqualTo(Ended.NOTHING);
        assertThat(scripted.calls()).containsExactly("fence", "begin");
    }

    @Test
    void aDeleteIsRepairedByARoundOfItsOwn() {
        assertThat(repair(TestTemporal.DELETE)).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsExactly("begin", "destroy host1 round 2", "release all", "remove from cell1");
    }
}
