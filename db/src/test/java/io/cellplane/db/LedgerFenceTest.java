package io.cellplane.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.db.LedgerSteps.Said;
import io.cellplane.db.testing.TestControlLevel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class LedgerFenceTest {
    private static final TestControlLevel CONTROL = new TestControlLevel("fence");

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
    void a_fence_bars_every_step_that_has_not_begun() {
        steps.ledger.fence(steps.operation);
        steps.ledger.fence(steps.operation);

        for (int attempt = 1; attempt <= 2; attempt++) {
            StepResult<Said> barred = steps.once(steps.attempt(attempt), "late");
            assertThat(barred).isEqualTo(StepResult.refused(Failure.FENCED, Failure.FENCED.text()));
            assertThat(barred.failure()).isEqualTo("operation.fenced");
            assertThat(steps.once(steps.attempt(attempt), "again")).isEqualTo(barred);
        }
        assertThat(steps.acted).hasValue(0);
    }

    @Test
    void a_fence_waits_for_a_step_that_has_begun_and_whoever_fenced_sees_its_effect() throws Exception {
        var inFlight = steps.new InFlight(steps.attempt(1), "host1", false);
        var seen = steps.aside(() -> {
            steps.ledger.fence(steps.operation);
            return steps.effects();
        });
        CONTROL.awaitLockWait(steps.operation);
        assertThat(seen).isNotDone();
        inFlight.letGo();

        assertThat(seen.get(30, TimeUnit.SECONDS)).containsExactly("host1");
        assertThat(inFlight.answer.get().isDone()).isTrue();
    }

    @Test
    void what_was_done_before_the_fence_stays_recorded_and_can_be_undone() {
        steps.once(steps.attempt(1), "host1");
        steps.ledger.fence(steps.operation);

        assertThat(steps.once(steps.attempt(1), "again")).isEqualTo(StepResult.done(new Said("host1")));
        steps.undo(steps.attempt(1));
        assertThat(steps.effects()).isEmpty();
    }

    @Test
    void a_fence_bars_its_own_operation_only() {
        steps.ledger.fence(steps.operation);
        try (LedgerSteps other = new LedgerSteps(CONTROL)) {
            assertThat(other.once(other.attempt(1), "free").isDone()).isTrue();
        }
    }

    @Test
    void an_undo_passes_a_fence() {
        steps.ledger.fence(steps.operation);
        steps.undo(steps.attempt(1));

        assertThat(steps.once(steps.attempt(1), "late")).isEqualTo(StepResult.undone(null));
    }

    @RepeatedTest(5)
    void once_a_fence_has_returned_nothing_is_added_any_more() throws Exception {
        List<List<String>> seen = Together.run(8, i -> {
            if (i > 0) {
                steps.once(steps.attempt(i), "do" + i);
                return List.of();
            }
            steps.ledger.fence(steps.operation);
            return steps.effects();
        });

        assertThat(steps.effects()).isEqualTo(seen.getFirst());
    }
}
