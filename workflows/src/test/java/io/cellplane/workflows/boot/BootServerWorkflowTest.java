package io.cellplane.workflows.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.temporal.flow.BootServer;
import io.cellplane.temporal.flow.Ended;
import io.cellplane.temporal.step.Placed;
import io.cellplane.temporal.step.Records.Landed;
import io.cellplane.workflows.Scripted;
import io.cellplane.workflows.TestTemporal;
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
            List.of(PLACE, "bind 1 host1", "land 1 host1", "spawn 1 host1", "start 1 host1", "finish host1 power 1");

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
    void takes_six_steps_when_all_goes_well() {
        assertThat(boot()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls()).isEqualTo(HAPPY);
    }

    @Test
    void an_operator_reads_every_phase_and_why_an_attempt_was_given_up() {
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
                            "starting on host2",
                            "finishing",
                            "active on host2");
        }
    }

    @Test
    void without_any_host_it_fails_in_the_graveyard() {
        scripted.answer(PLACE, refused(Failure.NO_VALID_HOST));
        assertThat(boot()).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls()).containsExactly(PLACE, "unplace 1", "fail in cell0: placement.no_valid_host");
    }

    @Test
    void refused_ports_fail_it_in_the_cell_of_its_host() {
        scripted.answer("bind 1 host1", refused(Failure.PORTS_REFUSED));
        assertThat(boot()).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls())
                .containsExactly(
                        PLACE, "bind 1 host1", "release 1", "unplace 1", "fail in cell1: network.ports_refused");
    }

    @Test
    void a_host_that_no_port_can_be_bound_to_is_undone_and_the_next_one_tried() {
        scripted.answer("bind 1 host1", refused(Failure.PORT_UNBOUND));
        assertThat(boot()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsExactly(
                        PLACE,
                        "bind 1 host1",
                        "release 1",
                        "unplace 1",
                        SECOND,
                        "bind 2 host2",
                        "land 2 host2",
                        "spawn 2 host2",
                        "start 2 host2",
                        "finish host2 power 1");
    }

    @Test
    void a_refused_spawn_is_undone_and_the_next_host_of_the_cell_tried() {
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
                        "start 2 host2",
                        "finish host2 power 1");
    }

    @Test
    void after_the_last_attempt_it_fails() {
        for (int attempt = 1; attempt <= 3; attempt++) {
            scripted.answer("spawn " + attempt + " host" + attempt, refused(Failure.SPAWN_REFUSED));
        }
        assertThat(boot()).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls())
                .containsSubsequence(SECOND, "unplace 2", THIRD, "unplace 3")
                .endsWith("unplace 3", "fail in cell1: boot.retries_exceeded");
    }

    @Test
    void without_another_host_in_its_cell_it_fails_there() {
        scripted.answer("spawn 1 host1", refused(Failure.SPAWN_REFUSED)).answer(SECOND, refused(Failure.NO_VALID_HOST));
        assertThat(boot()).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls()).endsWith(SECOND, "unplace 2", "fail in cell1: boot.retries_exceeded");
    }

    @Test
    void an_absent_host_is_not_waited_for() {
        scripted.answer("spawn 1 host1", refused(Failure.HOST_ABSENT));
        assertThat(boot()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .doesNotContain("unspawn 1 host1")
                .containsSubsequence(
                        "unstart 1 host1", "owe host1", "release 1", "unplace 1", SECOND, "finish host2 power 1");
    }

    /** Once it was told to start it may run the guest: until it answers, or is fenced, no other host does. */
    @Test
    void a_host_that_was_told_to_start_is_waited_for() {
        scripted.answer("start 1 host1", refused(Failure.HOST_ABSENT));
        scripted.during("look at host1", Scripted.again(() -> scripted.forget("start 1 host1")));
        assertThat(boot()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsSubsequence("start 1 host1", "look at host1", "start 1 host1", "finish host1 power 1")
                .doesNotContain("unspawn 1 host1", SECOND);
    }

    @Test
    void a_host_that_is_fenced_after_it_was_told_to_start_is_left_a_debt() {
        scripted.answer("start 1 host1", refused(Failure.HOST_ABSENT))
                .silent("host1")
                .told("host1")
                .fenced("host1");
        assertThat(boot()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsSubsequence("start 1 host1", "unspawn 1 host1", "owe host1", SECOND, "finish host2 power 1");
    }

    @Test
    void a_delete_passes_a_host_that_was_told_to_start() {
        scripted.answer("start 1 host1", refused(Failure.HOST_ABSENT)).down("host1");
        scripted.during("look at host1", Scripted.again(scripted::deleted));
        assertThat(boot()).isEqualTo(Ended.YIELDED);
        assertThat(scripted.calls()).doesNotContain("owe host1", SECOND).endsWith("look at host1", "makeWay");
    }

    /** Nobody but the ledger knows it then. */
    @Test
    void a_lost_run_waits_for_the_host_that_was_told_before() {
        scripted.answer("spawn 1 host1", refused(Failure.HOST_ABSENT))
                .silent("host1")
                .told("host1");
        scripted.during("look at host1", Scripted.again(scripted::silent));
        assertThat(boot()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsSubsequence("unstart 1 host1", "look at host1", "unspawn 1 host1", SECOND)
                .doesNotContain("owe host1");
    }

    @Test
    void a_host_that_falls_silent_while_it_is_cleaned_is_left_a_debt() {
        scripted.answer("spawn 1 host1", refused(Failure.SPAWN_REFUSED)).silent("host1");
        assertThat(boot()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsSubsequence(
                        "unspawn 1 host1", "unstart 1 host1", "owe host1", "release 1", "unplace 1", SECOND);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {PLACE, "bind 1 host1", "land 1 host1", "spawn 1 host1", "start 1 host1", "finish host1 power 1"})
    void fenced_off_it_ends_without_another_effect(String step) {
        scripted.answer(step, refused(Failure.FENCED));
        assertThat(boot()).isEqualTo(Ended.NOTHING);
        assertThat(scripted.calls()).isEqualTo(HAPPY.subList(0, HAPPY.indexOf(step) + 1));
    }

    @Test
    void a_cell_that_does_not_answer_is_left_for_one_that_does() {
        scripted.away("cell1")
                .held(Scripted.heldIn(null, true))
                .answer(SECOND, StepResult.done(new Placed("cell2", "host2", Scripted.PROVIDER, "nova", 1, 1)));
        assertThat(boot()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsExactly(
                        PLACE,
                        "bind 1 host1",
                        "give up land 1",
                        "owe cell1",
                        "release 1",
                        "unplace 1",
                        SECOND,
                        "bind 2 host2",
                        "land 2 host2",
                        "spawn 2 host2",
                        "start 2 host2",
                        "finish host2 power 1");
    }

    @Test
    void a_delete_does_not_wait_for_a_landing_in_a_dead_cell() {
        scripted.away("cell1").held(Scripted.heldIn("cell1", true));
        scripted.during("bind 1 host1", scripted::deleted);
        assertThat(TestTemporal.runSucceeded(scripted, BootServer.class, Kind.BOOT, "give up land 1"))
                .isEqualTo(Ended.YIELDED);
        assertThat(scripted.calls()).containsExactly(PLACE, "bind 1 host1", "give up land 1", "makeWay");
    }

    @Test
    void a_lost_run_is_taken_up_in_the_cell_where_the_record_is() {
        Placed before = new Placed("cell1", "host1", Scripted.PROVIDER, "nova", 1, 1);
        scripted.answer(PLACE, StepResult.undone(before)).held(Scripted.heldIn("cell1", false));
        assertThat(boot()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls()).startsWith(PLACE, "begin", "unplace 1", SECOND);
    }

    @Test
    void a_lost_run_with_undone_ports_goes_on_to_the_next_host() {
        scripted.answer("bind 1 host1", StepResult.undone(null)).held(Scripted.heldIn("cell1", true));
        assertThat(boot()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls()).startsWith(PLACE, "bind 1 host1", "begin", "release 1", "unplace 1", SECOND);
    }

    @Test
    void a_lost_run_whose_landing_was_undone_keeps_its_cell() {
        scripted.answer("land 1 host1", StepResult.undone(new Landed("cell1", 1)));
        assertThat(boot()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsSubsequence("land 1 host1", "unland 1 because " + Failure.REPAIRED.text(), SECOND);
    }

    private static final List<String> CROSSING = List.of(
            SECOND, "copy 2 to cell2", "cut over 9 to cell2", "settle into cell2", "bind 2 host2", "land 2 host2");

    /** The second host is in another cell than the record. */
    private Scripted elsewhere() {
        return scripted.answer("spawn 1 host1", refused(Failure.SPAWN_REFUSED))
                .answer(
                        SECOND,
                        StepResult.done(new Placed("cell2", "host2", Scripted.PROVIDER, "nova", 2, 2, "cell1")));
    }

    @Test
    void the_record_goes_first_to_a_host_of_another_cell() {
        elsewhere();
        assertThat(boot()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsSubsequence(CROSSING)
                .endsWith("land 2 host2", "spawn 2 host2", "start 2 host2", "finish host2 power 1");
    }

    @Test
    void a_copy_that_is_refused_is_taken_back_and_the_next_host_tried() {
        elsewhere().answer("copy 2 to cell2", refused(Failure.MOVE_COPY_LEFT));
        assertThat(boot()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsSubsequence("copy 2 to cell2", "settle into cell2", "unplace 2", THIRD, "finish host3 power 1")
                .doesNotContain("cut over 9 to cell2");
    }

    @Test
    void once_there_the_record_stays_and_the_boot_fails_there() {
        elsewhere()
                .answer("spawn 2 host2", refused(Failure.SPAWN_REFUSED))
                .answer(THIRD, refused(Failure.NO_VALID_HOST));
        assertThat(boot()).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls())
                .containsOnlyOnce("settle into cell2")
                .endsWith(THIRD, "unplace 3", "fail in cell2: boot.retries_exceeded");
    }

    @ParameterizedTest
    @ValueSource(strings = {SECOND, "copy 2 to cell2", "bind 2 host2"})
    void makes_way_while_its_record_is_on_its_way(String step) {
        elsewhere();
        successorDuring(step, false);
        assertThat(scripted.calls()).endsWith("unplace 2", "makeWay");
        assertThat(scripted.calls().contains("settle into cell2")).isNotEqualTo(SECOND.equals(step));
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
    @ValueSource(strings = {PLACE, "bind 1 host1", "land 1 host1", "spawn 1 host1", "start 1 host1"})
    void makes_way_at_every_step(String step) {
        successorDuring(step, false);
        int done = HAPPY.indexOf(step) + 1;
        List<String> undone = List.of(
                "unspawn 1 host1", "unland 1 because " + Failure.YIELDED.text(), "release 1", "unplace 1", "makeWay");
        assertThat(scripted.calls().subList(0, done)).isEqualTo(HAPPY.subList(0, done));
        assertThat(scripted.calls().subList(done, scripted.calls().size()))
                .isEqualTo(undone.subList(Math.max(0, 4 - done), undone.size()));
    }

    @Test
    void a_long_step_is_stopped() {
        successorDuring("spawn 1 host1", true);
        assertThat(scripted.calls()).containsSubsequence("spawn 1 host1", "unspawn 1 host1", "unplace 1", "makeWay");
    }

    @Test
    void once_it_finishes_it_makes_way_no_more() {
        successorDuring("finish host1 power 1", false);
        assertThat(scripted.calls()).isEqualTo(HAPPY);
    }

    @Test
    void a_nudge_without_successor_changes_nothing() {
        try (TestTemporal temporal = new TestTemporal(scripted)) {
            HAPPY.forEach(step -> scripted.during(step, () -> temporal.nudge("boot")));
            assertThat(temporal.workflow(BootServer.class, "boot").run(TestTemporal.BOOT))
                    .isEqualTo(Ended.DONE);
        }
        assertThat(scripted.calls()).isEqualTo(HAPPY);
    }

    @Test
    void makes_way_while_it_undoes_an_attempt() {
        scripted.answer("spawn 1 host1", StepResult.refused(Failure.SPAWN_REFUSED, "disk full"));
        successorDuring("unland 1 because disk full", false);
        assertThat(scripted.calls())
                .endsWith("unplace 1", "unplace 2", "makeWay")
                .doesNotContain(SECOND);
    }
}
