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
        assertThat(TestTemporal.runSucceeded(scripted, RevertResize.class, Kind.REVERT, "unreceive 1 host1"))
                .isEqualTo(Ended.DONE);
        assertThat(scripted.calls()).doesNotContain("makeWay");
    }

    @Test
    void a_revert_brings_it_back_on_its_source() {
        assertThat(revert()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsExactly(
                        "begin the end",
                        "unreceive 1 host1",
                        "activate 1 host0",
                        "restore on host0",
                        "drop bindings but host0",
                        "reverted on host0 power 1 owing []");
    }

    @Test
    void a_revert_waits_until_its_destination_is_rid_of_it_or_fenced() {
        scripted.silent("host1");
        scripted.during("look at host1", Scripted.again(() -> scripted.fenced("host1")));
        assertThat(revert()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsExactly(
                        "begin the end",
                        "unreceive 1 host1",
                        "look at host1",
                        "look at host1",
                        "unreceive 1 host1",
                        "look at host1",
                        "activate 1 host0",
                        "restore on host0",
                        "drop bindings but host0",
                        "reverted on host0 power 1 owing [host1]");
    }

    @ParameterizedTest
    @CsvSource({"unreceive 1 host1, host1", "restore on host0, host0"})
    void a_delete_passes_a_revert_that_waits_for_a_host(String asked, String host) {
        scripted.silent("host1".equals(host) ? host : "none").down(host);
        scripted.answer("restore on host0", refused(Failure.HOST_ABSENT));
        scripted.during("look at " + host, Scripted.again(scripted::deleted));
        assertThat(revert()).isEqualTo(Ended.YIELDED);
        assertThat(scripted.calls()).endsWith(asked, "look at " + host, "look at " + host, "makeWay");
    }

    @Test
    void a_source_that_is_fenced_owes_the_guest_that_a_revert_was_to_bring_back() {
        scripted.fenced("host0").answer("restore on host0", refused(Failure.HOST_ABSENT));
        assertThat(revert()).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls()).endsWith("reverted on host0 with host.absent owing [return 1 to host0]");
    }

    @Test
    void a_revert_across_cells_merges_and_cuts_over() {
        scripted.moves().acrossCells().moves().cut("cut over 1 to cell1", Cut.LATER);
        assertThat(revert()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsExactly(
                        "begin the end",
                        "unspawn 1 host1",
                        "merge 1 into cell1 on 1",
                        "cut over 1 to cell1",
                        "cut over 2 to cell1",
                        "activate 1 host0",
                        "restore on host0",
                        "drop bindings but host0",
                        "erase the copy in cell2 of 2",
                        "reverted on host0 power 1 owing []");
    }

    @Test
    void a_revert_does_not_wait_for_the_cell_that_it_leaves() {
        scripted.moves().acrossCells().away("cell2").silent("host1").fenced("host1");
        assertThat(revert()).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .doesNotContain("erase the copy in cell2 of 2")
                .endsWith("drop bindings but host0", "reverted on host0 power 1 owing [host1, cell2]");
    }

    @Test
    void what_the_source_cannot_bring_back_is_shown_in_error() {
        scripted.answer("restore on host0", refused(Failure.KEPT_NOT_FOUND));
        assertThat(revert()).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls())
                .endsWith("drop bindings but host0", "reverted on host0 with host.kept_not_found owing []");
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
