package io.cellplane.workflows;

import static io.cellplane.workflows.Itinerary.ACROSS_CELLS;
import static io.cellplane.workflows.Itinerary.IN_CELL;
import static io.cellplane.workflows.Itinerary.concat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.operations.CellMoves.Cut;
import io.cellplane.operations.Ended;
import io.cellplane.operations.ResizeServer;
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
    void eachStepIsTakenOnceWhenAllGoesWell(Itinerary way) {
        Scripted scripted = way.script();
        assertThat(resize(scripted)).isEqualTo(Ended.DONE);
        assertThat(scripted.calls()).isEqualTo(way.happy(1));
    }

    @ParameterizedTest
    @MethodSource("refusableOnceAimed")
    void aRefusalIsUndoneInReverseOrderAndTheNextDestinationTried(Itinerary way, String step) {
        Scripted scripted = way.script();
        scripted.answer(step, refused(Failure.SPAWN_REFUSED));
        // What the second attempt calls by the same words goes well.
        scripted.during(step, Scripted.again(() -> scripted.forget(step)));
        assertThat(resize(scripted)).isEqualTo(Ended.DONE);
        assertThat(scripted.calls()).isEqualTo(concat(way.until(1, step), way.undoing(1, step), way.happy(2)));
    }

    @ParameterizedTest
    @MethodSource("refusable")
    void fencedOffItEndsWithoutAnotherEffect(Itinerary way, String step) {
        Scripted scripted = way.script().answer(step, refused(Failure.FENCED));
        assertThat(resize(scripted)).isEqualTo(Ended.NOTHING);
        assertThat(scripted.calls()).isEqualTo(way.until(1, step));
    }

    @ParameterizedTest
    @EnumSource
    void fencedOffAtTheEndItUndoesNothing(Itinerary way) {
        Scripted scripted = way.script().answer("resized on host1 power 1", refused(Failure.FENCED));
        assertThat(resize(scripted)).isEqualTo(Ended.NOTHING);
        assertThat(scripted.calls()).isEqualTo(way.happy(1));
    }

    @ParameterizedTest
    @MethodSource("refusable")
    void makesWayAtEveryStep(Itinerary way, String step) {
        Scripted scripted = way.script();
        assertThat(resize(scripted, step)).isEqualTo(Ended.YIELDED);
        assertThat(scripted.calls()).isEqualTo(concat(way.until(1, step), way.undoing(1, step), List.of("makeWay")));
    }

    private static Stream<Arguments> pastReturn() {
        return Stream.of(
                Arguments.of(IN_CELL, "resized on host1 power 1"),
                Arguments.of(ACROSS_CELLS, "cut over 1 to cell2"),
                Arguments.of(ACROSS_CELLS, "resized on host1 power 1"));
    }

    @ParameterizedTest
    @MethodSource("pastReturn")
    void aSuccessorThatComesTooLateFindsItDone(Itinerary way, String step) {
        Scripted scripted = way.script();
        assertThat(resize(scripted, step)).isEqualTo(Ended.DONE);
        assertThat(scripted.calls()).isEqualTo(way.happy(1));
    }

    @ParameterizedTest
    @EnumSource
    void withoutAnyDestinationItIsAsItWas(Itinerary way) {
        Scripted scripted = way.script().answer("aim 1 not []", refused(Failure.NO_VALID_HOST));
        assertThat(resize(scripted)).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls())
                .containsExactly("aim 1 not []", "unaim 1", "begin", "end in cell1 with placement.no_valid_host");
    }

    @ParameterizedTest
    @EnumSource
    void withoutAnotherDestinationItIsExhausted(Itinerary way) {
        String aim = way.steps(2).getFirst();
        String bind = "bind beside 1 host1";
        Scripted scripted =
                way.script().answer(bind, refused(Failure.PORTS_REFUSED)).answer(aim, refused(Failure.NO_VALID_HOST));
        assertThat(resize(scripted)).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls())
                .isEqualTo(concat(
                        way.until(1, bind),
                        way.undoing(1, bind),
                        List.of(aim, "unaim 2", "end in cell1 with " + Failure.RETRIES_EXCEEDED.type())));
    }

    @ParameterizedTest
    @EnumSource
    void afterTheLastAttemptItIsExhausted(Itinerary way) {
        Scripted scripted = way.script();
        List<String> expected = IntStream.rangeClosed(1, 3)
                .mapToObj(attempt -> {
                    String arrive = way.steps(attempt).get(way == IN_CELL ? 4 : 7);
                    scripted.answer(arrive, refused(Failure.SPAWN_REFUSED));
                    return concat(way.until(attempt, arrive), way.undoing(attempt, arrive));
                })
                .flatMap(List::stream)
                .toList();
        assertThat(resize(scripted)).isEqualTo(Ended.FAILED);
        assertThat(scripted.calls())
                .isEqualTo(concat(expected, List.of("end in cell1 with " + Failure.RETRIES_EXCEEDED.type())));
    }

    @Test
    void aLostRunWhoseChoiceWasUndoneChoosesAgain() {
        Scripted scripted = new Scripted().answer("aim 1 not []", StepResult.undone(null));
        assertThat(resize(scripted)).isEqualTo(Ended.DONE);
        assertThat(scripted.calls()).startsWith("aim 1 not []", "unaim 1", "aim 2 not []");
    }

    @Test
    void aSilentDestinationIsLeftADebt() {
        Scripted scripted = new Scripted()
                .answer("receive 1 host1 from host0", refused(Failure.SPAWN_REFUSED))
                .silent("host1");
        assertThat(resize(scripted)).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsSubsequence("unreceive 1 host1", "owe host1", "deactivate 1 host1 for host0");
    }

    @Test
    void aSilentSourceIsWaitedFor() {
        Scripted scripted = new Scripted()
                .answer("activate 1 host1", refused(Failure.PORTS_REFUSED))
                .silent("host0");
        scripted.during("unleave 1 host0", Scripted.again(scripted::silent));
        assertThat(resize(scripted)).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsSubsequence("unleave 1 host0", "unleave 1 host0", "unbind beside 1 host1", "unaim 1")
                .doesNotContain("owe host0");
    }

    @Test
    void onOneHostNothingGoesOnBeforeTheNewGuestIsGone() {
        String receive = "receive 1 host0 from host0";
        Scripted scripted = new Scripted()
                .moves()
                .sameHost()
                .answer(receive, refused(Failure.SPAWN_REFUSED))
                .silent("host0");
        scripted.during("unreceive 1 host0", Scripted.again(scripted::silent));
        assertThat(resize(scripted)).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsSubsequence(receive, "unreceive 1 host0", "unreceive 1 host0", "deactivate 1 host0 for host0")
                .doesNotContain("owe host0");
    }

    @Test
    void aCutoverThatComesLaterIsTriedUnderTheNextNumber() {
        Scripted scripted = ACROSS_CELLS.script().moves().cut("cut over 1 to cell2", Cut.LATER);
        assertThat(resize(scripted)).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .isEqualTo(concat(ACROSS_CELLS.steps(1), List.of("cut over 2 to cell2"), ACROSS_CELLS.end(1)));
    }

    @Test
    void aSourceThatIsAwayDoesNotHoldACutover() {
        Scripted scripted = ACROSS_CELLS.script().moves().cut("cut over 1 to cell2", Cut.SOURCE_AWAY);
        assertThat(resize(scripted)).isEqualTo(Ended.DONE);
        assertThat(scripted.calls()).isEqualTo(ACROSS_CELLS.happy(1));
    }

    @Test
    void beforeTheNextCutoverItMakesWay() {
        Scripted scripted = ACROSS_CELLS.script().moves().cut("cut over 1 to cell2", Cut.LATER);
        assertThat(resize(scripted, "cut over 1 to cell2")).isEqualTo(Ended.YIELDED);
        assertThat(scripted.calls())
                .isEqualTo(concat(ACROSS_CELLS.steps(1), ACROSS_CELLS.undoing(1), List.of("makeWay")));
    }

    @Test
    void aCutoverThatNeverComesIsUndoneAndTheNextDestinationTried() {
        Scripted scripted = ACROSS_CELLS.script();
        IntStream.rangeClosed(1, 8)
                .forEach(number -> scripted.moves().cut("cut over " + number + " to cell2", Cut.LATER));
        assertThat(resize(scripted)).isEqualTo(Ended.DONE);
        assertThat(scripted.calls())
                .containsSubsequence(concat(
                        List.of("cut over 8 to cell2", "stay 8 in cell1", "unspawn 1 host1"), ACROSS_CELLS.happy(2)))
                .doesNotContain("stay 9 in cell1");
    }

    @Test
    void whatCountsAtItsDestinationBesideItsUndoIsLeftToARepair() {
        Scripted scripted = ACROSS_CELLS.script().moves().cut("cut over 1 to cell2", Cut.LATER);
        scripted.moves().counts();
        assertThatThrownBy(() -> resize(scripted, "cut over 1 to cell2"))
                .isInstanceOf(WorkflowFailedException.class)
                .hasStackTraceContaining("undo.incomplete");
        assertThat(scripted.calls()).contains("stay 1 in cell1").doesNotContain("unspawn 1 host1", "makeWay");
    }
}
