package io.cellplane.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.operation.StepResult.Verdict;
import io.cellplane.db.LedgerSteps.Said;
import io.cellplane.db.LedgerSteps.SaidMore;
import io.cellplane.db.testing.TestControlLevel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final TestControlLevel CONTROL = new TestControlLevel("ledger");

    private final LedgerSteps steps = new LedgerSteps(CONTROL);

    @AfterAll
    static void close() {
        CONTROL.close();
    }

    @AfterEach
    void end() {
        steps.close();
    }

    @Test
    void a_step_is_done_once_however_often_it_is_asked_for() {
        StepResult<Said> first = steps.once(steps.attempt(1), "host1");
        StepResult<Said> again = steps.once(steps.attempt(1), "host2");

        assertThat(first).isEqualTo(StepResult.done(new Said("host1"))).isEqualTo(again);
        assertThat(steps.effects()).containsExactly("host1");
        assertThat(steps.ledger.recorded(steps.attempt(1), Said.class)).contains(first);
        assertThat(steps.ledger.recorded(steps.attempt(2), Said.class)).isEmpty();
    }

    @Test
    void a_step_asked_for_by_many_at_once_has_one_effect_and_one_answer() throws Exception {
        List<StepResult<Said>> answers = Together.run(12, i -> steps.once(steps.attempt(1), "caller" + i));

        assertThat(answers).allSatisfy(answer -> assertThat(answer.isDone()).isTrue());
        assertThat(answers.stream().distinct()).hasSize(1);
        assertThat(steps.effects())
                .containsExactly(answers.getFirst().orRefuse().text());
    }

    @Test
    void a_do_beside_its_retry_waits_for_it_and_repeats_its_answer() throws Exception {
        var first = steps.new InFlight(steps.attempt(1), "first", false);
        var retry = steps.aside(() -> steps.once(steps.attempt(1), "retry"));
        CONTROL.awaitLockWait(steps.operation);
        first.letGo();

        assertThat(retry.get(30, TimeUnit.SECONDS)).isEqualTo(StepResult.done(new Said("first")));
        assertThat(first.answer.get()).isEqualTo(StepResult.done(new Said("first")));
        assertThat(steps.effects()).containsExactly("first");
    }

    @Test
    void a_retry_acts_when_the_do_that_it_waited_for_breaks() throws Exception {
        var first = steps.new InFlight(steps.attempt(1), "first", true);
        var retry = steps.aside(() -> steps.once(steps.attempt(1), "retry"));
        CONTROL.awaitLockWait(steps.operation);
        first.letGo();

        assertThat(retry.get(30, TimeUnit.SECONDS)).isEqualTo(StepResult.done(new Said("retry")));
        assertThat(first.answer)
                .failsWithin(30, TimeUnit.SECONDS)
                .withThrowableThat()
                .withMessageContaining("the connection broke");
        assertThat(steps.effects()).containsExactly("retry");
    }

    @Test
    void a_refusal_leaves_no_effect_and_is_repeated_though_the_fact_has_changed() {
        StepResult<Said> refused = steps.ledger.once(steps.attempt(1), Said.class, () -> {
            steps.act("half done");
            throw Failure.NO_VALID_HOST.refused("There are not enough hosts available.");
        });
        StepResult<Said> again = steps.once(steps.attempt(1), "room by now");

        assertThat(refused.verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(refused.failure()).isEqualTo("placement.no_valid_host");
        assertThat(refused.message()).isEqualTo("No valid host was found. There are not enough hosts available.");
        assertThat(again).isEqualTo(refused);
        assertThat(steps.effects()).isEmpty();
        assertThat(steps.once(steps.attempt(2), "another attempt").isDone()).isTrue();
    }

    @Test
    void many_that_are_refused_at_once_get_one_answer() throws Exception {
        List<StepResult<Said>> answers = Together.run(
                8,
                i -> steps.ledger.once(steps.attempt(1), Said.class, () -> {
                    throw Failure.PORTS_REFUSED.refused();
                }));

        assertThat(answers.stream().distinct())
                .containsExactly(StepResult.refused(Failure.PORTS_REFUSED, Failure.PORTS_REFUSED.text()));
    }

    @Test
    void an_exception_leaves_no_row_and_the_step_can_be_tried_again() {
        assertThatThrownBy(() -> steps.ledger.once(steps.attempt(1), Said.class, () -> {
                    steps.act("half done");
                    throw new IllegalStateException("the connection broke");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the connection broke");

        assertThat(steps.effects()).isEmpty();
        assertThat(steps.ledger.recorded(steps.attempt(1), Said.class)).isEmpty();
        assertThat(steps.once(steps.attempt(1), "again").isDone()).isTrue();
        assertThat(steps.effects()).containsExactly("again");
    }

    @Test
    void a_refusal_inside_a_transaction_of_the_caller_is_not_taken_for_done() {
        assertThatThrownBy(() -> CONTROL.api
                        .database()
                        .run(() -> steps.ledger.once(steps.attempt(1), Said.class, () -> {
                            throw Failure.NO_VALID_HOST.refused("x");
                        })))
                .isInstanceOf(IllegalStateException.class);

        assertThat(steps.ledger.recorded(steps.attempt(1), Said.class)).isEmpty();
    }

    @Test
    void an_outcome_with_unknown_fields_is_read() {
        steps.ledger.once(steps.attempt(1), SaidMore.class, () -> new SaidMore("newer", 11));

        assertThat(steps.ledger.recorded(steps.attempt(1), Said.class)).contains(StepResult.done(new Said("newer")));
        steps.undo(steps.attempt(1));
        assertThat(steps.undone).hasValue(1);
        assertThat(steps.once(steps.attempt(1), "late")).isEqualTo(StepResult.undone(new Said("newer")));
    }

    @Test
    void steps_of_other_operations_and_names_are_others() {
        steps.once(steps.attempt(1), "one");
        LedgerSteps other = new LedgerSteps(CONTROL);
        try (other) {
            assertThat(other.once(other.attempt(1), "two").orRefuse().text()).isEqualTo("two");
            assertThat(steps.effects()).containsExactly("one");
        }
    }
}
