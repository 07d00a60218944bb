package io.cellplane.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.operations.BootServer;
import io.cellplane.operations.Ended;
import io.cellplane.operations.Placed;
import io.cellplane.operations.Records.Landed;
import io.temporal.activity.Activity;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BootServerWorkflowTest {
    private static final String PLACE = "place 1 not []";
    private static final String SECOND = "place 2 not [host1]";
    private static final String THIRD = "place 3 not [host1, host2]";
    private static final List<String> HAPPY =
            List.of(PLACE, "bind 1 host1", "land 1 host1", "spawn 1 host1", "finish host1 power 1");

    private final Scripted scripted = new Scripted();

    private Ended boot() {
        try (TestTemporal temporal = new TestTemporal(scripted)) {
            return temporal.workflow(BootServer.class, "boot").run(TestTemporal.BOOT);
        }
    }

    private static <T> StepResult<T> refused(Failure failure) {
        return StepResult.refused(failure, failure.text());
    }

    @Test
    void takesFiveStepsWhenAllGoesWell() {
        assertThat(boot()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls()).isEqualTo(HAPPY);
    }

    @Test
    void anOperatorReadsEveryPhaseAndWhyAnAttemptWasGivenUp() {
        scripted.answer("spawn 1 host1", StepResult.refused(Failure.SPAWN_REFUSED, "disk full"));
        try (TestTemporal temporal = new TestTemporal(scripted)) {
            BootServer boot = temporal.workflow(BootServer.class, "boot");
            boot.run(TestTemporal.BOOT);
            String details = WorkflowStub.fromTyped(boot)
                    .query("__temporal_workflow_metadata", WorkflowMetadata.class)
                    .getCurrentDetails();
            assertThat(details.lines().map(line -> line.replaceFirst("- [0-9:]{8}Z ", "")))
                    .containsExactly(
                            "placing, attempt 1",
                            "ports on host1",
                            "landing in cell1",
                            "spawning on host1",
                            "undoing attempt 1: disk full",
                            "placing, attempt 2",
                            "ports on host2",
                            "landing in cell1",
                            "spawning on host2",
                            "finishing",
                            "active on host2");
        }
    }

    @Test
    void withoutAnyHostItFailsInTheGraveyard() {
        scripted.answer(PLACE, refused(Failure.NO_VALID_HOST));
        assertThat(boot()).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls()).containsExactly(PLACE, "unplace 1", "fail in cell0: placement.no_valid_host");
    }

    @Test
    void refusedPortsFailItInTheCellOfItsHost() {
        scripted.answer("bind 1 host1", refused(Failure.PORTS_REFUSED));
        assertThat(boot()).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls())
                .containsExactly(
                        PLACE, "bind 1 host1", "release 1", "unplace 1", "fail in cell1: network.ports_refused");
    }

    @Test
    void aRefusedSpawnIsUndoneAndTheNextHostOfTheCellTried() {
        scripted.answer("spawn 1 host1", StepResult.refused(Failure.SPAWN_REFUSED, "disk full"));
        assertThat(boot()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsExactly(
                        PLACE,
                        "bind 1 host1",
                        "land 1 host1",
                        "spawn 1 host1",
                        "unspawn 1 host1",
                        "unland 1 because disk full",
                        "release 1",
                        "unplace 1",
                        SECOND,
                        "bind 2 host2",
                        "land 2 host2",
                        "spawn 2 host2",
                        "finish host2 power 1");
    }

    @Test
    void afterTheLastAttemptItFails() {
        for (int attempt = 1; attempt <= 3; attempt++) {
            scripted.answer("spawn " + attempt + " host" + attempt, refused(Failure.SPAWN_REFUSED));
        }
        assertThat(boot()).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls())
                .containsSubsequence(SECOND, "unplace 2", THIRD, "unplace 3")
                .endsWith("unplace 3", "fail in cell1: boot.retries_exceeded");
    }

    @Test
    void withoutAnotherHostInItsCellItFailsThere() {
        scripted.answer("spawn 1 host1", refused(Failure.SPAWN_REFUSED)).answer(SECOND, refused(Failure.NO_VALID_HOST));
        assertThat(boot()).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls()).endsWith(SECOND, "unplace 2", "fail in cell1: boot.retries_exceeded");
    }

    @Test
    void anAbsentHostIsNotWaitedFor() {
        scripted.answer("spawn 1 host1", refused(Failure.HOST_ABSENT));
        assertThat(boot()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .doesNotContain("unspawn 1 host1")
                .containsSubsequence("owe host1", "release 1", "unplace 1", SECOND, "finish host2 power 1");
    }

    @Test
    void aHostThatFallsSilentWhileItIsCleanedIsLeftADebt() {
        scripted.answer("spawn 1 host1", refused(Failure.SPAWN_REFUSED)).silent("host1");
        assertThat(boot()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsSubsequence("unspawn 1 host1", "owe host1", "release 1", "unplace 1", SECOND);
    }

    @ParameterizedTest
    @ValueSource(strings = {PLACE, "bind 1 host1", "land 1 host1", "spawn 1 host1", "finish host1 power 1"})
    void fencedOffItEndsWithoutAnotherEffect(String step) {
        scripted.answer(step, refused(Failure.FENCED));
        assertThat(boot()).isEqualTo(Ended.NOTHING);
        assertThat(scripted.calls()).isEqualTo(HAPPY.subList(0, HAPPY.indexOf(step) + 1));
    }

    @Test
    void aLostRunIsTakenUpInTheCellWhereTheRecordIs() {
        Placed before = new Placed("cell1", "host1", Scripted.PROVIDER, "nova", 1);
        scripted.answer(PLACE, StepResult.undone(before)).held(Scripted.heldIn("cell1", false, false));
        assertThat(boot()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls()).startsWith(PLACE, "begin", "unplace 1", SECOND);
    }

    @Test
    void aLostRunWithUndonePortsGoesOnToTheNextHost() {
        scripted.answer("bind 1 host1", StepResult.undone(null)).held(Scripted.heldIn("cell1", true, false));
        assertThat(boot()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls()).startsWith(PLACE, "bind 1 host1", "begin", "release 1", "unplace 1", SECOND);
    }

    @Test
    void aLostRunWhoseLandingWasUndoneKeepsItsCell() {
        scripted.answer("land 1 host1", StepResult.undone(new Landed("cell1", 1)));
        assertThat(boot()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsSubsequence("land 1 host1", "unland 1 because " + Failure.REPAIRED.text(), SECOND);
    }

    private static final List<String> CROSSING =
            List.of(SECOND, "copy 2 to cell2", "cut over 9 to cell2", "settle", "bind 2 host2", "land 2 host2");

    /** The second host is in another cell than the record. */
    private Scripted elsewhere() {
        return scripted.answer("spawn 1 host1", refused(Failure.SPAWN_REFUSED))
                .answer(SECOND, StepResult.done(new Placed("cell2", "host2", Scripted.PROVIDER, "nova", 2, "cell1")));
    }

    @Test
    void theRecordGoesFirstToAHostOfAnotherCell() {
        elsewhere();
        assertThat(boot()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsSubsequence(CROSSING)
                .endsWith("land 2 host2", "spawn 2 host2", "finish host2 power 1");
    }

    @Test
    void aCopyThatIsRefusedIsTakenBackAndTheNextHostTried() {
        elsewhere().answer("copy 2 to cell2", refused(Failure.MOVE_COPY_LEFT));
        assertThat(boot()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsSubsequence("copy 2 to cell2", "settle", "unplace 2", THIRD, "finish host3 power 1")
                .doesNotContain("cut over 9 to cell2");
    }

    @Test
    void onceThereTheRecordStaysAndTheBootFailsThere() {
        elsewhere()
                .answer("spawn 2 host2", refused(Failure.SPAWN_REFUSED))
                .answer(THIRD, refused(Failure.NO_VALID_HOST));
        assertThat(boot()).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls())
                .containsOnlyOnce("settle")
                .endsWith(THIRD, "unplace 3", "fail in cell2: boot.retries_exceeded");
    }

    @ParameterizedTest
    @ValueSource(strings = {SECOND, "copy 2 to cell2", "bind 2 host2"})
    void makesWayWhileItsRecordIsOnItsWay(String step) {
        elsewhere();
        successorDuring(step, false);
        assertThat(scripted.calls()).endsWith("unplace 2", "makeWay");
        assertThat(scripted.calls().contains("settle")).isNotEqualTo(SECOND.equals(step));
    }

    private void successorDuring(String step, boolean stopsWhenTold) {
        try (TestTemporal temporal = new TestTemporal(scripted)) {
            scripted.during(step, () -> {
                scripted.successor(true);
                temporal.nudge("boot");
                if (stopsWhenTold) {
                    var context = Activity.getExecutionContext();
                    Awaitility.await()
                            .pollInSameThread()
                            .atMost(Duration.ofSeconds(10))
                            .until(() -> {
                                context.heartbeat(null);
                                return false;
                            });
                }
            });
            Ended ended = temporal.workflow(BootServer.class, "boot").run(TestTemporal.BOOT);
            assertThat(ended).isEqualTo(HAPPY.getLast().equals(step) ? Ended.DONE : Ended.YIELDED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {PLACE, "bind 1 host1", "land 1 host1", "spawn 1 host1"})
    void makesWayAtEveryStep(String step) {
        successorDuring(step, false);
        int done = HAPPY.indexOf(step) + 1;
        List<String> undone = List.of(
                "unspawn 1 host1", "unland 1 because " + Failure.YIELDED.text(), "release 1", "unplace 1", "makeWay");
        assertThat(scripted.calls().subList(0, done)).isEqualTo(HAPPY.subList(0, done));
        assertThat(scripted.calls().subList(done, scripted.calls().size()))
                .isEqualTo(undone.subList(4 - done, undone.size()));
    }

    @Test
    void aLongStepIsStopped() {
        successorDuring("spawn 1 host1", true);
        assertThat(scripted.calls()).containsSubsequence("spawn 1 host1", "unspawn 1 host1", "unplace 1", "makeWay");
    }

    @Test
    void onceItFinishesItMakesWayNoMore() {
        successorDuring("finish host1 power 1", false);
        assertThat(scripted.calls()).isEqualTo(HAPPY);
    }

    @Test
    void aNudgeWithoutSuccessorChangesNothing() {
        try (TestTemporal temporal = new TestTemporal(scripted)) {
            HAPPY.forEach(step -> scripted.during(step, () -> temporal.nudge("boot")));
            assertThat(temporal.workflow(BootServer.class, "boot").run(TestTemporal.BOOT))
                    .isEqualTo(Ended.DONE);
        }
        assertThat(scripted.calls()).isEqualTo(HAPPY);
    }

    @Test
    void makesWayWhileItUndoesAnAttempt() {
        scripted.answer("spawn 1 host1", StepResult.refused(Failure.SPAWN_REFUSED, "disk full"));
        successorDuring("unland 1 because disk full", false);
        assertThat(scripted.calls())
                .endsWith("unplace 1", "unplace 2", "makeWay")
                .doesNotContain(SECOND);
    }
}
