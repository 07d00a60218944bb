package io.cellplane.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.temporal.flow.ConfirmResize;
import io.cellplane.temporal.flow.Ended;
import io.cellplane.temporal.flow.ResizeServer;
import io.cellplane.temporal.flow.RevertResize;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A host falls silent in the middle of a step of a move, in a cell and across. The source's guest is the server's only one,
 * so the source is waited for; what a destination may still run is owed. The ends are in {@link ConfirmAndRevertTest}.
 */
@Timeout(60)
class HostTroubleTest {
    private static Ended resize(Scripted scripted) {
        return TestTemporal.run(scripted, ResizeServer.class, Kind.RESIZE);
    }

    private static Scripted silentAt(Itinerary way, String step, String host) {
        Scripted scripted = way.script().answer(step, absent()).silent(host);
        // What the next attempt calls by the same words goes well.
        scripted.during(step, Scripted.again(() -> scripted.forget(step)));
        return scripted;
    }

    private static <T> StepResult<T> absent() {
        return StepResult.refused(Failure.HOST_ABSENT, Failure.HOST_ABSENT.text());
    }

    @ParameterizedTest
    @EnumSource
    void the_source_dies_as_it_is_left(Itinerary way) {
        Scripted scripted = silentAt(way, "leave 1 host0", "host0");
        scripted.during("unleave 1 host0", Scripted.again(scripted::silent));
        assertThat(resize(scripted)).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsSubsequence("leave 1 host0", "unleave 1 host0", "unleave 1 host0", "unaim 1")
                .doesNotContain("owe host0")
                .endsWith(way.end(2).toArray(String[]::new));
    }

    /** What nobody waits for any more is owed, and never destroyed. */
    @ParameterizedTest
    @EnumSource
    void the_source_is_fenced_as_it_is_left(Itinerary way) {
        Scripted scripted = silentAt(way, "leave 1 host0", "host0").fenced("host0");
        assertThat(resize(scripted)).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls())
                .containsSubsequence("unleave 1 host0", "look at host0", "owe return 1 to host0", "unaim 1")
                .doesNotContain("unleave 2 host0", "aim 2 not [host1]")
                .endsWith("end in cell1 with host.absent as error");
    }

    /** While it is down only its rows are looked at. */
    @Test
    void a_source_that_is_down_is_not_asked() {
        Scripted scripted =
                silentAt(Itinerary.IN_CELL, "leave 1 host0", "host0").down("host0");
        scripted.during("look at host0", times(4, () -> scripted.fenced("host0")));
        assertThat(resize(scripted)).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls()).containsOnlyOnce("unleave 1 host0").contains("owe return 1 to host0");
    }

    /** However long the host is silent. */
    @Test
    void a_wait_whose_history_is_long_begins_again() {
        Scripted scripted =
                silentAt(Itinerary.IN_CELL, "leave 1 host0", "host0").down("host0");
        try (TestTemporal temporal = new TestTemporal(scripted)) {
            scripted.during("look at host0", () -> temporal.nudge("operation"));
            assertThat(temporal.run(ResizeServer.class, Kind.RESIZE)).isEqualTo(Ended.DONE);
            assertThat(temporal.history("operation").getEvents()).hasSizeLessThan(200);
        }
        assertThat(Collections.frequency(scripted.calls(), "begin")).isEqualTo(2);
        assertThat(Collections.frequency(scripted.calls(), "look at host0")).isBetween(50, 200);
    }

    private static Runnable times(int most, Runnable happening) {
        AtomicInteger times = new AtomicInteger();
        return () -> {
            if (times.incrementAndGet() == most) {
                happening.run();
            }
        };
    }

    /** A delete destroys in every place: nothing of the rest needs to be undone. */
    @ParameterizedTest
    @EnumSource
    void a_delete_passes_the_wait_for_a_source_that_is_dead(Itinerary way) {
        Scripted scripted = silentAt(way, "leave 1 host0", "host0").down("host0");
        scripted.during("look at host0", times(2, scripted::deleted));
        assertThat(resize(scripted)).isEqualTo(Ended.YIELDED);
        assertThat(scripted.calls())
                .doesNotContain("unaim 1", "owe return 1 to host0")
                .endsWith("look at host0", "makeWay");
    }

    /** A reset leaves the server where it is: the guest is to come back there. */
    @ParameterizedTest
    @EnumSource
    void a_reset_passes_the_wait_for_a_source_that_is_dead(Itinerary way) {
        Scripted scripted = silentAt(way, "leave 1 host0", "host0").down("host0");
        scripted.during("look at host0", times(2, () -> scripted.successor(true)));
        assertThat(resize(scripted)).isEqualTo(Ended.YIELDED);
        assertThat(scripted.calls())
                .containsSubsequence("look at host0", "owe return 1 to host0", "unaim 1")
                .endsWith("makeWay");
    }

    @ParameterizedTest
    @EnumSource
    void a_reset_passes_the_wait_for_a_source_whose_cell_is_dead(Itinerary way) {
        Scripted scripted = silentAt(way, "leave 1 host0", "host0");
        try (TestTemporal temporal = new TestTemporal(scripted)) {
            scripted.during("unleave 1 host0", () -> {
                scripted.successor(true);
                temporal.nudge("operation");
                throw new IllegalStateException("cell1 does not answer");
            });
            assertThat(temporal.run(ResizeServer.class, Kind.RESIZE)).isEqualTo(Ended.YIELDED);
        }
        assertThat(scripted.calls())
                .containsSubsequence("unleave 1 host0", "owe return 1 to host0", "unaim 1")
                .endsWith("makeWay");
    }

    /** On one host what has arrived is in the way of what comes back. */
    @Test
    void on_one_host_what_arrived_is_removed_before_the_guest_comes_back() {
        Scripted scripted = silentAt(Itinerary.IN_CELL, "receive 1 host0 from host0", "host0")
                .moves()
                .sameHost();
        scripted.during("look at host0", Scripted.again(scripted::silent));
        assertThat(resize(scripted)).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsSubsequence("unreceive 1 host0", "look at host0", "unreceive 1 host0", "unleave 1 host0")
                .doesNotContain("owe host0");
    }

    @Test
    void who_comes_over_a_move_does_not_wait_for_a_copy_in_a_cell_that_is_dead() {
        Scripted scripted = Itinerary.ACROSS_CELLS.script().answer("bind beside 1 host1", absent());
        scripted.during("copy 1 to cell2", () -> scripted.away("cell2"));
        assertThat(TestTemporal.runSucceeded(scripted, ResizeServer.class, Kind.RESIZE, "unbind beside 1 host1"))
                .isEqualTo(Ended.YIELDED);
        assertThat(scripted.calls())
                .containsSubsequence("unbind beside 1 host1", "owe cell2", "unaim 1")
                .endsWith("makeWay");
    }

    @Test
    void the_source_dies_as_it_uploads() {
        Scripted scripted = silentAt(Itinerary.ACROSS_CELLS, "upload from host0", "host0");
        scripted.during("unleave 1 host0", Scripted.again(scripted::silent));
        assertThat(resize(scripted)).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsSubsequence(
                        "upload from host0",
                        "stop upload from host0",
                        "remove image 1",
                        "unleave 1 host0",
                        "unleave 1 host0",
                        "uncopy 1 from cell2")
                .doesNotContain("owe host0")
                .endsWith(Itinerary.ACROSS_CELLS.end(2).toArray(String[]::new));
    }

    /** Bug 1825537: the claim that is given back is the destination's; the source goes on with its own. */
    @ParameterizedTest
    @CsvSource({
        "IN_CELL, receive 1 host1 from host0, unreceive 1 host1",
        "ACROSS_CELLS, spawn 1 host1 from image, unspawn 1 host1"
    })
    void bug_1825537_the_destination_dies_as_it_arrives(Itinerary way, String arrival, String undo) {
        Scripted scripted = silentAt(way, arrival, "host1");
        assertThat(resize(scripted)).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsSubsequence(
                        arrival, undo, "owe host1", "deactivate 1 host1 for host0", "unleave 1 host0", "unaim 1")
                .endsWith(way.end(2).toArray(String[]::new));
    }

    /** What it was told to start may run there: the source's guest stays off until the destination answers, or is fenced. */
    @ParameterizedTest
    @EnumSource
    void a_destination_that_was_told_to_start_is_waited_for(Itinerary way) {
        Scripted scripted = silentAt(way, "start 1 host1", "host1").told("host1");
        assertThat(resize(scripted)).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsSubsequence("start 1 host1", "look at host1", "start 1 host1")
                .doesNotContain("unleave 1 host0", "owe host1")
                .endsWith(way.end(1).toArray(String[]::new));
    }

    @ParameterizedTest
    @EnumSource
    void a_destination_that_is_fenced_after_it_was_told_to_start_is_left_a_debt(Itinerary way) {
        Scripted scripted =
                silentAt(way, "start 1 host1", "host1").told("host1").fenced("host1");
        assertThat(resize(scripted)).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsSubsequence("start 1 host1", "unstart 1 host1", "owe host1", "unleave 1 host0", "unaim 1")
                .endsWith(way.end(2).toArray(String[]::new));
    }

    /** As long as it is not known whether the destination runs it, nothing runs at the source. */
    @ParameterizedTest
    @EnumSource
    void a_reset_waits_for_a_destination_that_was_told_to_start(Itinerary way) {
        Scripted scripted =
                silentAt(way, "start 1 host1", "host1").told("host1").down("host1");
        scripted.during("look at host1", times(2, () -> {
            scripted.successor(true);
            scripted.down().silent();
        }));
        assertThat(resize(scripted)).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsSubsequence("start 1 host1", "look at host1", "look at host1", "start 1 host1")
                .doesNotContain("owe host1", "unleave 1 host0")
                .endsWith(way.end(1).toArray(String[]::new));
    }

    /** Fenced or silent: a confirm does not ask the destination's host, where the guest runs. */
    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void the_destination_dies_before_a_confirm(boolean across, boolean fenced) {
        Scripted scripted = new Scripted().silent("host1");
        if (across) {
            scripted.moves().acrossCells();
        }
        if (fenced) {
            scripted.fenced("host1");
        }
        assertThat(TestTemporal.run(scripted, ConfirmResize.class, Kind.CONFIRM))
                .isEqualTo(Ended.DONE);
        assertThat(scripted.calls()).endsWith("confirmed on host1 owing []");
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void the_source_dies_as_it_is_restored(boolean across) {
        Scripted scripted = new Scripted().answer("restore on host0", absent());
        if (across) {
            scripted.moves().acrossCells();
        }
        scripted.during("restore on host0", Scripted.again(() -> scripted.forget("restore on host0")));
        assertThat(TestTemporal.run(scripted, RevertResize.class, Kind.REVERT)).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsSubsequence("restore on host0", "restore on host0")
                .endsWith("reverted on host0 power 1 owing []");
    }

    /** Two guests of one server never run: until the destination is reached or fenced, nothing goes back. */
    @ParameterizedTest
    @CsvSource({"false", "true"})
    void a_revert_waits_for_the_destination(boolean across) {
        Scripted scripted = new Scripted().answer("set aside on host1", absent());
        if (across) {
            scripted.moves().acrossCells();
        }
        scripted.during("look at host1", Scripted.again(() -> scripted.forget("set aside on host1")));
        assertThat(TestTemporal.run(scripted, RevertResize.class, Kind.REVERT)).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsSubsequence("set aside on host1", "look at host1", "set aside on host1", "restore on host0");
    }
}
