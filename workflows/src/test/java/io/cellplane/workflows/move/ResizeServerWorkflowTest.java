package io.cellplane.workflows.move;

import static io.cellplane.workflows.Itinerary.ACROSS_CELLS;
import static io.cellplane.workflows.Itinerary.IN_CELL;
import static io.cellplane.workflows.Itinerary.concat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.temporal.flow.Ended;
import io.cellplane.temporal.flow.ResizeServer;
import io.cellplane.temporal.step.CellMoves.Cut;
import io.cellplane.workflows.Itinerary;
import io.cellplane.workflows.Scripted;
import io.cellplane.workflows.TestTemporal;
import io.temporal.client.WorkflowFailedException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class ResizeServerWorkflowTest {
    private static Ended resize(Scripted scripted) {
        return TestTemporal.run(scripted, ResizeServer.class, Kind.RESIZE);
    }

    private static Ended resize(Scripted scripted, String succeeded) {
        return TestTemporal.runSucceeded(scripted, ResizeServer.class, Kind.RESIZE, succeeded);
    }

    /** Behind the first, with which it begins. */
    private static List<String> calls(Scripted scripted) {
        assertThat(scripted.calls()).startsWith("begin");
        return scripted.calls().subList(1, scripted.calls().size());
    }

    private static <T> StepResult<T> refused(Failure failure) {
        return StepResult.refused(failure, failure.text());
    }

    private static Stream<Arguments> steps() {
        return Stream.of(Itinerary.values())
                .flatMap(way -> way.steps(1).stream().map(step -> Arguments.of(way, step)));
    }

    /** A cutover is told to come later, never refused. */
    private static Stream<Arguments> refusable() {
        return steps().filter(each -> !each.get()[1].toString().startsWith("cut over"));
    }

    private static Stream<Arguments> refusableOnceAimed() {
        return refusable().filter(each -> !each.get()[1].toString().startsWith("aim"));
    }

    @ParameterizedTest
    @EnumSource
    void each_step_is_taken_once_when_all_goes_well(Itinerary way) {
        Scripted scripted = way.script();
        assertThat(resize(scripted)).isEqualTo(Ended.DONE);
        assertThat(calls(scripted)).isEqualTo(way.happy(1));
    }

    @ParameterizedTest
    @MethodSource("refusableOnceAimed")
    void a_refusal_is_undone_in_reverse_order_and_the_next_destination_tried(Itinerary way, String step) {
        Scripted scripted = way.script();
        scripted.answer(step, refused(Failure.SPAWN_REFUSED));
        // What the second attempt calls by the same words goes well.
        scripted.during(step, Scripted.again(() -> scripted.forget(step)));
        assertThat(resize(scripted)).isEqualTo(Ended.DONE);
        assertThat(calls(scripted)).isEqualTo(concat(way.until(1, step), way.undoing(1, step), way.happy(2)));
    }

    @ParameterizedTest
    @MethodSource("refusable")
    void fenced_off_it_ends_without_another_effect(Itinerary way, String step) {
        Scripted scripted = way.script().answer(step, refused(Failure.FENCED));
        assertThat(resize(scripted)).isEqualTo(Ended.NOTHING);
        assertThat(calls(scripted)).isEqualTo(way.until(1, step));
    }

    @Test
    void what_was_taken_back_does_nothing() {
        Scripted scripted = new Scripted().held(Scripted.heldIn("cell1", false));
        assertThat(resize(scripted)).isEqualTo(Ended.NOTHING);
        assertThat(calls(scripted)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void fenced_off_at_the_end_it_undoes_nothing(Itinerary way) {
        Scripted scripted = way.script().answer("resized on host1 power 1", refused(Failure.FENCED));
        assertThat(resize(scripted)).isEqualTo(Ended.NOTHING);
        assertThat(calls(scripted)).isEqualTo(way.happy(1));
    }

    @ParameterizedTest
    @MethodSource("refusable")
    void makes_way_at_every_step(Itinerary way, String step) {
        Scripted scripted = way.script();
        assertThat(resize(scripted, step)).isEqualTo(Ended.YIELDED);
        assertThat(calls(scripted)).isEqualTo(concat(way.until(1, step), way.undoing(1, step), List.of("makeWay")));
    }

    private static Stream<Arguments> pastReturn() {
        return Stream.of(
                Arguments.of(IN_CELL, "resized on host1 power 1"),
                Arguments.of(ACROSS_CELLS, "cut over 1 to cell2"),
                Arguments.of(ACROSS_CELLS, "resized on host1 power 1"));
    }

    @ParameterizedTest
    @MethodSource("pastReturn")
    void a_successor_that_comes_too_late_finds_it_done(Itinerary way, String step) {
        Scripted scripted = way.script();
        assertThat(resize(scripted, step)).isEqualTo(Ended.DONE);
        assertThat(calls(scripted)).isEqualTo(way.happy(1));
    }

    @ParameterizedTest
    @EnumSource
    void without_any_destination_it_is_as_it_was(Itinerary way) {
        Scripted scripted = way.script().answer("aim 1 not []", refused(Failure.NO_VALID_HOST));
        assertThat(resize(scripted)).isEqualTo(Ended.FAILED);
        assertThat(calls(scripted))
                .containsExactly("aim 1 not []", "unaim 1", "end in cell1 with placement.no_valid_host");
    }

    @ParameterizedTest
    @EnumSource
    void without_another_destination_it_is_exhausted(Itinerary way) {
        String aim = way.steps(2).getFirst();
        String bind = "bind beside 1 host1";
        Scripted scripted =
                way.script().answer(bind, refused(Failure.PORTS_REFUSED)).answer(aim, refused(Failure.NO_VALID_HOST));
        assertThat(resize(scripted)).isEqualTo(Ended.FAILED);
        assertThat(calls(scripted))
                .isEqualTo(concat(
                        way.until(1, bind),
                        way.undoing(1, bind),
                        List.of(aim, "unaim 2", "end in cell1 with " + Failure.RETRIES_EXCEEDED.type())));
    }

    @ParameterizedTest
    @EnumSource
    void after_the_last_attempt_it_is_exhausted(Itinerary way) {
        Scripted scripted = way.script();
        List<String> expected = IntStream.rangeClosed(1, 3)
                .mapToObj(attempt -> {
                    String arrive = way.steps(attempt).stream()
                            .filter(step -> step.startsWith("receive") || step.startsWith("spawn"))
                            .findFirst()
                            .orElseThrow();
                    scripted.answer(arrive, refused(Failure.SPAWN_REFUSED));
                    return concat(way.until(attempt, arrive), way.undoing(attempt, arrive));
                })
                .flatMap(List::stream)
                .toList();
        assertThat(resize(scripted)).isEqualTo(Ended.FAILED);
        assertThat(calls(scripted))
                .isEqualTo(concat(expected, List.of("end in cell1 with " + Failure.RETRIES_EXCEEDED.type())));
    }

    @Test
    void a_lost_run_whose_choice_was_undone_chooses_again() {
        Scripted scripted = new Scripted().answer("aim 1 not []", StepResult.undone(null));
        assertThat(resize(scripted)).isEqualTo(Ended.DONE);
        assertThat(calls(scripted)).startsWith("aim 1 not []", "unaim 1", "aim 2 not []");
    }

    @Test
    void a_silent_destination_is_left_a_debt() {
        Scripted scripted = new Scripted()
                .answer("receive 1 host1 from host0", refused(Failure.SPAWN_REFUSED))
                .silent("host1");
        assertThat(resize(scripted)).isEqualTo(Ended.DONE);
        assertThat(calls(scripted))
                .containsSubsequence("unreceive 1 host1", "owe host1", "deactivate 1 host1 for host0");
    }

    @Test
    void a_silent_source_is_waited_for() {
        Scripted scripted = new Scripted()
                .answer("activate 1 host1", refused(Failure.PORTS_REFUSED))
                .silent("host0");
        scripted.during("unleave 1 host0", Scripted.again(scripted::silent));
        assertThat(resize(scripted)).isEqualTo(Ended.DONE);
        assertThat(calls(scripted))
                .containsSubsequence("unleave 1 host0", "unleave 1 host0", "unbind beside 1 host1", "unaim 1")
                .doesNotContain("owe host0");
    }

    @Test
    void on_one_host_the_guest_does_not_come_back_before_the_new_one_is_gone() {
        String receive = "receive 1 host0 from host0";
        Scripted scripted = new Scripted()
                .moves()
                .sameHost()
                .answer(receive, refused(Failure.SPAWN_REFUSED))
                .silent("host0");
        scripted.during("unreceive 1 host0", Scripted.again(scripted::silent));
        assertThat(resize(scripted)).isEqualTo(Ended.DONE);
        assertThat(calls(scripted))
                .containsSubsequence(receive, "unreceive 1 host0", "unreceive 1 host0", "unleave 1 host0")
                .doesNotContain("owe host0");
    }

    @Test
    void a_cutover_that_comes_later_is_tried_under_the_next_number() {
        Scripted scripted = ACROSS_CELLS.script().moves().cut("cut over 1 to cell2", Cut.LATER);
        assertThat(resize(scripted)).isEqualTo(Ended.DONE);
        assertThat(calls(scripted))
                .isEqualTo(concat(ACROSS_CELLS.steps(1), List.of("cut over 2 to cell2"), ACROSS_CELLS.end(1)));
    }

    @Test
    void a_source_that_is_away_does_not_hold_a_cutover() {
        Scripted scripted = ACROSS_CELLS.script().moves().cut("cut over 1 to cell2", Cut.SOURCE_AWAY);
        assertThat(resize(scripted)).isEqualTo(Ended.DONE);
        assertThat(calls(scripted)).isEqualTo(ACROSS_CELLS.happy(1));
    }

    @Test
    void before_the_next_cutover_it_makes_way() {
        Scripted scripted = ACROSS_CELLS.script().moves().cut("cut over 1 to cell2", Cut.LATER);
        assertThat(resize(scripted, "cut over 1 to cell2")).isEqualTo(Ended.YIELDED);
        assertThat(calls(scripted))
                .isEqualTo(concat(ACROSS_CELLS.steps(1), ACROSS_CELLS.undoing(1), List.of("makeWay")));
    }

    @Test
    void a_cutover_that_never_comes_is_undone_and_the_next_destination_tried() {
        Scripted scripted = ACROSS_CELLS.script();
        IntStream.rangeClosed(1, 8)
                .forEach(number -> scripted.moves().cut("cut over " + number + " to cell2", Cut.LATER));
        assertThat(resize(scripted)).isEqualTo(Ended.DONE);
        assertThat(calls(scripted))
                .containsSubsequence(concat(
                        List.of("cut over 8 to cell2", "stay 8 in cell1", "unspawn 1 host1"), ACROSS_CELLS.happy(2)))
                .doesNotContain("stay 9 in cell1");
    }

    @Test
    void what_counts_at_its_destination_beside_its_undo_is_left_to_a_repair() {
        Scripted scripted = ACROSS_CELLS.script().moves().cut("cut over 1 to cell2", Cut.LATER);
        scripted.moves().counts();
        assertThatThrownBy(() -> resize(scripted, "cut over 1 to cell2"))
                .isInstanceOf(WorkflowFailedException.class)
                .hasStackTraceContaining("undo.incomplete");
        assertThat(calls(scripted)).contains("stay 1 in cell1").doesNotContain("unspawn 1 host1", "makeWay");
    }
}
