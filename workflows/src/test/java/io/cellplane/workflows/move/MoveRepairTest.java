package io.cellplane.workflows.move;

import static io.cellplane.workflows.Itinerary.ACROSS_CELLS;
import static io.cellplane.workflows.Itinerary.IN_CELL;
import static io.cellplane.workflows.Itinerary.concat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.contracts.operation.Kind;
import io.cellplane.temporal.flow.Ended;
import io.cellplane.temporal.flow.RepairServer;
import io.cellplane.temporal.step.CellMoves.Cut;
import io.cellplane.workflows.Itinerary;
import io.cellplane.workflows.Scripted;
import io.cellplane.workflows.TestTemporal;
import io.temporal.client.WorkflowFailedException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class MoveRepairTest {
    private static Ended repair(Scripted scripted, Kind kind) {
        return TestTemporal.run(scripted, RepairServer.class, kind);
    }

    private static Ended repair(Scripted scripted) {
        return repair(scripted, Kind.RESIZE);
    }

    /** A repair bars all cutovers that an attempt has numbers for, and does not know whether an upload is over. */
    private static List<String> undoing(Itinerary way, int attempt) {
        return way.undoing(attempt).stream()
                .map(call -> call.startsWith("stay") ? "stay " + attempt * 8 + " in cell1" : call)
                .flatMap(call ->
                        call.startsWith("remove image") ? Stream.of("stop upload from host0", call) : Stream.of(call))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void before_it_arrives_every_attempt_is_undone_the_last_first(Itinerary way) {
        Scripted scripted = way.script();
        assertThat(repair(scripted)).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls())
                .isEqualTo(concat(
                        List.of("fence the move", "fence in cell1"),
                        way == ACROSS_CELLS ? List.of("fence in cell2") : List.of(),
                        undoing(way, 2),
                        undoing(way, 1),
                        List.of("end in cell1 with operation.repaired")));
    }

    @Test
    void within_a_cell_what_has_arrived_is_shown() {
        Scripted scripted = IN_CELL.script().moves().arrived();
        assertThat(repair(scripted)).isEqualTo(Ended.DONE);
        assertThat(scripted.calls()).isEqualTo(concat(List.of("fence the move"), IN_CELL.end(2)));
    }

    @Test
    void past_the_cutover_it_goes_on() {
        Scripted scripted = ACROSS_CELLS.script().moves().cutOver().moves().cut("cut over 9 to cell2", Cut.LATER);
        assertThat(repair(scripted)).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .isEqualTo(concat(
                        List.of("fence the move", "cut over 9 to cell2", "cut over 10 to cell2"), ACROSS_CELLS.end(2)));
    }

    @Test
    void what_was_cut_over_beside_its_undo_loses_nothing() {
        Scripted scripted = ACROSS_CELLS.script().moves().counts();
        assertThatThrownBy(() -> repair(scripted)).isInstanceOf(WorkflowFailedException.class);
        assertThat(scripted.calls())
                .containsExactly("fence the move", "fence in cell1", "fence in cell2", "stay 16 in cell1");
    }

    @Test
    void a_silent_destination_is_left_a_debt() {
        Scripted scripted = IN_CELL.script().silent("host2");
        assertThat(repair(scripted)).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls())
                .containsSubsequence("unreceive 2 host2", "owe host2", "deactivate 2 host2 for host0")
                .doesNotContain("owe host1");
    }

    /** It may run what has arrived: the source's guest does not come back beside it. */
    @Test
    void a_destination_that_was_told_to_start_is_waited_for() {
        Scripted scripted = IN_CELL.script().silent("host2").told("host2");
        scripted.during("look at host2", Scripted.again(scripted::silent));
        assertThat(repair(scripted)).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls())
                .containsSubsequence(
                        "unreceive 2 host2",
                        "unstart 2 host2",
                        "look at host2",
                        "unreceive 2 host2",
                        "deactivate 2 host2 for host0")
                .doesNotContain("owe host2");
    }

    @Test
    void a_source_that_is_fenced_is_shown_in_error_and_owes_the_guest() {
        Scripted scripted = IN_CELL.script().silent("host0").fenced("host0");
        assertThat(repair(scripted)).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls())
                .containsSubsequence("owe return 2 to host0", "unaim 2", "owe return 1 to host0", "unaim 1")
                .endsWith("end in cell1 with operation.repaired as error");
    }

    @Test
    void a_delete_passes_the_repair_of_a_move_whose_source_is_dead() {
        Scripted scripted = IN_CELL.script().silent("host0").down("host0");
        scripted.during("look at host0", Scripted.again(scripted::deleted));
        assertThat(repair(scripted)).isEqualTo(Ended.YIELDED);
        assertThat(scripted.calls()).endsWith("unleave 2 host0", "look at host0", "look at host0", "makeWay");
    }

    @Test
    void what_is_over_is_not_repaired() {
        Scripted scripted = IN_CELL.script().moves().over();
        assertThat(repair(scripted)).isEqualTo(Ended.NOTHING);
        assertThat(scripted.calls()).containsExactly("fence the move");
    }

    @ParameterizedTest
    @CsvSource({
        "START, end in cell1 as active",
        "STOP, end in cell1 as stopped",
        "REBOOT, end in cell1 as active",
        "HARD_REBOOT, end in cell1 as active",
        "CONFIRM, confirmed on host1 owing []",
        "REVERT, reverted on host0 power 1 owing []",
        "RESET, reset in cell1"
    })
    void what_only_goes_forward_is_gone_through_again(Kind kind, String end) {
        Scripted scripted = new Scripted();
        assertThat(repair(scripted, kind)).isEqualTo(Ended.DONE);
        assertThat(scripted.calls()).endsWith(end);
    }
}
