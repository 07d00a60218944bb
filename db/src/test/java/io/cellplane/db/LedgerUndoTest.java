package io.cellplane.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.operation.StepResult.Verdict;
import io.cellplane.db.LedgerSteps.Said;
import io.cellplane.db.testing.TestControlLevel;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class LedgerUndoTest {
    private static final TestControlLevel CONTROL = new TestControlLevel("undo");

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
    void an_undo_before_its_do_bars_it() {
        steps.undo(steps.attempt(1));
        StepResult<Said> late = steps.once(steps.attempt(1), "late");

        assertThat(late).isEqualTo(StepResult.undone(null));
        assertThat(steps.undone).hasValue(0);
        assertThat(steps.acted).hasValue(0);
        assertThat(steps.effects()).isEmpty();
    }

    @Test
    void what_hangs_from_a_step_is_done_only_while_that_is_done() {
        AtomicInteger hung = new AtomicInteger();
        Ledger ledger = CONTROL.api.ledger();
        ledger.whileDone(steps.attempt(1), hung::incrementAndGet);
        assertThat(hung).as("before it").hasValue(0);
        steps.once(steps.attempt(1), "host1");
        ledger.whileDone(steps.attempt(1), hung::incrementAndGet);
        ledger.whileDone(steps.attempt(2), hung::incrementAndGet);
        assertThat(hung).as("of this attempt alone").hasValue(1);
        steps.undo(steps.attempt(1));
        ledger.whileDone(steps.attempt(1), hung::incrementAndGet);
        assertThat(hung).as("after its undo").hasValue(1);
    }

    @Test
    void an_undo_after_its_do_takes_the_effect_back_once() {
        steps.once(steps.attempt(1), "host1");
        steps.undo(steps.attempt(1));
        steps.undo(steps.attempt(1));

        assertThat(steps.undone).hasValue(1);
        assertThat(steps.effects()).isEmpty();
    }

    @Test
    void many_undos_at_once_take_the_effect_back_once() throws Exception {
        steps.once(steps.attempt(1), "host1");
        Together.run(8, i -> {
            steps.undo(steps.attempt(1));
            return i;
        });

        // A deadlock rolls an undo back and runs it again: what counts is what stays.
        assertThat(steps.effects()).isEmpty();
        assertThat(steps.once(steps.attempt(1), "late")).isEqualTo(StepResult.undone(new Said("host1")));
    }

    @Test
    void a_late_do_after_its_undo_changes_nothing_and_learns_what_had_been_done() {
        steps.once(steps.attempt(1), "host1");
        steps.undo(steps.attempt(1));
        StepResult<Said> zombie = steps.once(steps.attempt(1), "zombie");

        assertThat(zombie).isEqualTo(StepResult.undone(new Said("host1")));
        assertThat(steps.effects()).isEmpty();
    }

    @Test
    void the_next_attempt_after_an_undone_one_acts() {
        steps.once(steps.attempt(1), "host1");
        steps.undo(steps.attempt(1));

        assertThat(steps.once(steps.attempt(2), "host2")).isEqualTo(StepResult.done(new Said("host2")));
        assertThat(steps.effects()).containsExactly("host2");
    }

    @Test
    void an_undo_waits_for_a_do_that_has_not_committed_and_takes_its_effect_back() throws Exception {
        var inFlight = steps.new InFlight(steps.attempt(1), "host1", false);
        var undo = steps.aside(() -> {
            steps.undo(steps.attempt(1));
            return true;
        });
        CONTROL.awaitLockWait(steps.operation);
        assertThat(undo).isNotDone();
        inFlight.letGo();

        assertThat(undo.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(inFlight.answer.get()).isEqualTo(StepResult.done(new Said("host1")));
        assertThat(steps.undone).hasValue(1);
        assertThat(steps.effects()).isEmpty();
        assertThat(steps.once(steps.attempt(1), "late").verdict()).isEqualTo(Verdict.UNDONE);
    }

    @Test
    void an_undo_beside_a_do_that_breaks_bars_it_all_the_same() throws Exception {
        var inFlight = steps.new InFlight(steps.attempt(1), "host1", true);
        var undo = steps.aside(() -> {
            steps.undo(steps.attempt(1));
            return true;
        });
        CONTROL.awaitLockWait(steps.operation);
        inFlight.letGo();

        assertThat(undo.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(steps.undone).hasValue(0);
        assertThat(steps.once(steps.attempt(1), "retry")).isEqualTo(StepResult.undone(null));
        assertThat(steps.effects()).isEmpty();
    }

    @Test
    void the_undo_of_a_refused_step_acts_on_nothing_and_the_refusal_stays_the_answer() {
        StepResult<Said> refused = steps.ledger.once(steps.attempt(1), Said.class, () -> {
            throw Failure.NO_VALID_HOST.refused("There are not enough hosts available.");
        });
        steps.undo(steps.attempt(1));

        assertThat(steps.undone).hasValue(0);
        assertThat(steps.once(steps.attempt(1), "run again from the start")).isEqualTo(refused);
        assertThat(steps.effects()).isEmpty();
    }

    @Test
    void an_outcome_is_known_after_its_undo_whatever_words_are_in_it() {
        steps.once(steps.attempt(1), "verdict");
        steps.undo(steps.attempt(1));

        assertThat(steps.once(steps.attempt(1), "late")).isEqualTo(StepResult.undone(new Said("verdict")));
    }

    @RepeatedTest(5)
    void nothing_stays_of_a_step_that_was_undone_whoever_came_first() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        List<Integer> order = new java.util.ArrayList<>(List.of(0, 1, 2, 3, 4, 5));
        java.util.Collections.shuffle(order, new Random(seed));
        Together.run(order.size(), i -> {
            if (order.get(i) < 4) {
                steps.once(steps.attempt(1), "do" + i);
            } else {
                steps.undo(steps.attempt(1));
            }
            return i;
        });

        assertThat(steps.effects()).isEmpty();
        assertThat(steps.once(steps.attempt(1), "late").verdict()).isEqualTo(Verdict.UNDONE);
    }
}
