package io.cellplane.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.temporal.flow.ConfirmResize;
import io.cellplane.temporal.flow.Ended;
import io.cellplane.temporal.flow.RevertResize;
import io.cellplane.temporal.step.CellMoves.Cut;
import io.cellplane.temporal.step.Hosts.Powered;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ConfirmAndRevertTest {
    private final Scripted scripted = new Scripted();

    private Ended confirm() {
        return TestTemporal.run(scripted, ConfirmResize.class, Kind.CONFIRM);
    }

    private Ended revert() {
        return TestTemporal.run(scripted, RevertResize.class, Kind.REVERT);
    }

    private static <T> StepResult<T> refused(Failure failure) {
        return StepResult.refused(failure, failure.text());
    }

    @ParameterizedTest
    @CsvSource({"false, none, ''", "true, none, ''", "false, host0, kept on host0", "true, host0, kept on host0"})
    void a_confirm_discards_what_the_source_keeps(boolean across, String silent, String owed) {
        scripted.silent(silent);
        if (across) {
            scripted.moves().acrossCells();
        }
        assertThat(confirm()).isEqualTo(Ended.DONE);
        String[] calls = {
            "begin the end",
            "discard on host0",
            "drop bindings but host1",
            "erase the copy in cell1 of 1",
            "confirmed on host1 owing [" + owed + "]"
        };
        assertThat(scripted.calls())
                .containsExactlyElementsOf(Arrays.stream(calls)
                        .filter(call -> across || !call.startsWith("erase"))
                        .toList());
    }

    @Test
    void a_confirm_does_not_wait_for_the_cell_that_it_left() {
        scripted.moves().acrossCells().away("cell1").silent("host0");
        assertThat(confirm()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsExactly(
                        "begin the end",
                        "discard on host0",
                        "drop bindings but host1",
                        "confirmed on host1 owing [kept on host0, cell1]");
    }

    @Test
    void on_one_host_a_confirm_does_not_wait_for_it_either() {
        scripted.moves().sameHost().silent("host0");
        assertThat(confirm()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsExactly(
                        "begin the end",
                        "discard on host0",
                        "drop bindings but host0",
                        "confirmed on host0 owing [kept on host0]");
    }

    @Test
    void what_somebody_else_ends_is_left_alone() {
        scripted.moves().ended();
        assertThat(confirm()).isEqualTo(Ended.NOTHING);
        assertThat(revert()).isEqualTo(Ended.NOTHING);
        assertThat(scripted.calls()).containsExactly("begin the end", "begin the end");
    }

    @Test
    void fenced_off_it_says_nothing() {
        scripted.answer("confirmed on host1 owing []", refused(Failure.FENCED))
                .answer("reverted on host0 power 1 owing []", refused(Failure.FENCED));
        assertThat(confirm()).isEqualTo(Ended.NOTHING);
        assertThat(revert()).isEqualTo(Ended.NOTHING);
    }

    @Test
    void nobody_makes_way_once_it_is_ending() {
        assertThat(TestTemporal.runSucceeded(scripted, ConfirmResize.class, Kind.CONFIRM, "discard on host0"))
                .isEqualTo(Ended.DONE);
        assertThat(TestTemporal.runSucceeded(scripted, RevertResize.class, Kind.REVERT, "restore on host0"))
                .isEqualTo(Ended.DONE);
        assertThat(scripted.calls()).doesNotContain("makeWay");
    }

    private static final List<String> THERE = List.of(
            "begin the end", "does host0 keep it", "set aside on host1", "activate 1 host0", "restore on host0");

    private static List<String> then(String... calls) {
        return Stream.concat(THERE.stream(), Stream.of(calls)).toList();
    }

    @Test
    void a_revert_destroys_nothing_before_its_source_has_the_guest() {
        assertThat(revert()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .isEqualTo(then("settle on host0", "destroy host1 round 1", "reverted on host0 power 1 owing []"));
    }

    @Test
    void on_one_host_only_what_was_set_aside_goes() {
        scripted.moves().sameHost();
        assertThat(revert()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .endsWith("settle on host0", "discard on host0", "reverted on host0 power 1 owing []");
    }

    @Test
    void a_destination_that_falls_silent_once_the_source_has_the_guest_owes_its_own() {
        scripted.silent("host1");
        assertThat(revert()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls()).endsWith("reverted on host0 power 1 owing [host1]");
    }

    @Test
    void a_destination_that_is_fenced_counts_as_off() {
        scripted.answer("set aside on host1", refused(Failure.HOST_ABSENT)).silent("host1");
        scripted.during("look at host1", Scripted.again(() -> scripted.fenced("host1")));
        assertThat(revert()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsSubsequence("set aside on host1", "look at host1", "activate 1 host0", "restore on host0")
                .endsWith("reverted on host0 power 1 owing [host1]");
    }

    @Test
    void a_destination_that_has_no_guest_counts_as_off() {
        scripted.answer("set aside on host1", refused(Failure.GUEST_NOT_FOUND));
        assertThat(revert()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls()).endsWith("reverted on host0 power 1 owing []");
    }

    @Test
    void a_source_that_keeps_nothing_leaves_the_server_as_it_is() {
        scripted.answer("does host0 keep it", refused(Failure.KEPT_NOT_FOUND));
        assertThat(revert()).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls())
                .containsExactly("begin the end", "does host0 keep it", "stays on host1 with host.kept_not_found");
    }

    @ParameterizedTest
    @CsvSource({"SPAWN_REFUSED", "KEPT_NOT_FOUND"})
    void what_the_source_refuses_is_undone_and_the_destination_runs_again(Failure failure) {
        scripted.answer("restore on host0", refused(failure));
        assertThat(revert()).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls())
                .isEqualTo(then(
                        "keep again on host0",
                        "deactivate 1 host0 for host1",
                        "activate 2 host1",
                        "bring back on host1",
                        "stays on host1 with " + failure.type()));
    }

    @ParameterizedTest
    @CsvSource({"does host0 keep it", "restore on host0"})
    void a_source_that_is_fenced_is_not_waited_for(String asked) {
        scripted.answer(asked, refused(Failure.HOST_ABSENT)).silent("host0");
        scripted.during("look at host0", Scripted.again(() -> scripted.fenced("host0")));
        assertThat(revert()).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls())
                .doesNotContain("destroy host1 round 1")
                .endsWith("stays on host1 with host.absent");
        if (asked.startsWith("restore")) {
            assertThat(scripted.calls())
                    .containsSubsequence(
                            "owe kept again on host0",
                            "deactivate 1 host0 for host1",
                            "activate 2 host1",
                            "bring back on host1");
        }
    }

    @ParameterizedTest
    @CsvSource({"does host0 keep it, host0", "set aside on host1, host1", "restore on host0, host0"})
    void a_delete_passes_a_revert_that_waits_for_a_host(String asked, String host) {
        scripted.answer(asked, refused(Failure.HOST_ABSENT)).silent(host).down(host);
        scripted.during("look at " + host, Scripted.again(scripted::deleted));
        assertThat(revert()).isEqualTo(Ended.YIELDED);
        assertThat(scripted.calls()).endsWith(asked, "look at " + host, "look at " + host, "makeWay");
    }

    /** Once the source was told to restore, only its answer or a fence says what runs there. */
    @ParameterizedTest
    @CsvSource({"does host0 keep it, host0, false", "set aside on host1, host1, true"})
    void a_reset_passes_a_revert_that_waits_for_a_host(String asked, String host, boolean owes) {
        scripted.answer(asked, refused(Failure.HOST_ABSENT)).silent(host).down(host);
        scripted.during("look at " + host, Scripted.again(() -> scripted.successor(true)));
        assertThat(revert()).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls()).endsWith("stays on host1 with operation.yielded");
        assertThat(scripted.calls().contains("owe return 1 to host1")).isEqualTo(owes);
    }

    @Test
    void a_reset_passes_a_revert_that_waits_for_a_cell() {
        try (TestTemporal temporal = new TestTemporal(scripted)) {
            scripted.during("does host0 keep it", () -> {
                scripted.successor(true);
                temporal.nudge("operation");
                throw new IllegalStateException("its cell does not answer");
            });
            assertThat(temporal.run(RevertResize.class, Kind.REVERT)).isEqualTo(Ended.FAILED);
        }
        assertThat(scripted.calls()).endsWith("stays on host1 with operation.yielded");
    }

    @Test
    void a_run_that_begins_again_goes_on_where_its_source_had_the_guest() {
        scripted.moves().returned();
        assertThat(revert()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsExactly(
                        "begin the end",
                        "settle on host0",
                        "destroy host1 round 1",
                        "reverted on host0 power 1 owing []");
    }

    @Test
    void a_run_that_begins_again_undoes_what_the_first_may_have_done() {
        scripted.moves().again().answer("does host0 keep it", refused(Failure.KEPT_NOT_FOUND));
        assertThat(revert()).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls())
                .endsWith(
                        "keep again on host0",
                        "deactivate 1 host0 for host1",
                        "activate 2 host1",
                        "bring back on host1",
                        "stays on host1 with host.kept_not_found");
    }

    /** The first never told it anything, so nobody needs to wait for it. */
    @Test
    void a_reset_passes_a_run_that_begins_again_before_its_source_was_told() {
        scripted.moves().againUntold().answer("does host0 keep it", refused(Failure.HOST_ABSENT));
        scripted.silent("host0").down("host0");
        scripted.during("look at host0", Scripted.again(() -> scripted.successor(true)));
        assertThat(revert()).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls())
                .doesNotContain("keep again on host0")
                .endsWith("bring back on host1", "stays on host1 with operation.yielded");
    }

    @Test
    void a_run_that_begins_again_tells_its_source_what_to_keep_once_it_has_told_it_to_restore() {
        scripted.moves().againUntold().answer("restore on host0", refused(Failure.KEPT_NOT_FOUND));
        assertThat(revert()).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls()).containsSubsequence("restore on host0", "keep again on host0");
    }

    @Test
    void a_guest_that_is_still_to_come_back_is_not_reverted() {
        scripted.moves().owed();
        assertThat(revert()).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls()).containsExactly("begin the end", "stays on host1 with host.guest_not_found");
    }

    @Test
    void a_revert_across_cells_merges_and_cuts_over_once_the_source_has_the_guest() {
        scripted.moves().acrossCells().moves().cut("cut over 1 to cell1", Cut.LATER);
        assertThat(revert()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .isEqualTo(then(
                        "settle on host0",
                        "merge 1 into cell1 on 1",
                        "cut over 1 to cell1",
                        "cut over 2 to cell1",
                        "destroy host1 round 1",
                        "erase the copy in cell2 of 2",
                        "reverted on host0 power 1 owing []"));
    }

    @Test
    void a_revert_does_not_wait_for_the_cell_that_it_leaves() {
        scripted.moves()
                .acrossCells()
                .away("cell2")
                .silent("host1")
                .answer("set aside on host1", refused(Failure.HOST_ABSENT))
                .fenced("host1");
        assertThat(revert()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .doesNotContain("erase the copy in cell2 of 2")
                .endsWith("reverted on host0 power 1 owing [host1, cell2]");
    }

    @Test
    void a_silent_source_is_waited_for() {
        scripted.answer("restore on host0", refused(Failure.HOST_ABSENT));
        scripted.during(
                "restore on host0",
                Scripted.again(() -> scripted.answer("restore on host0", StepResult.done(new Powered(1)))));
        assertThat(revert()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsSubsequence("restore on host0", "restore on host0", "reverted on host0 power 1 owing []");
    }
}
