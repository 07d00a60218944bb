package io.cellplane.workflows.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.contracts.Patience;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.temporal.step.Ports;
import io.cellplane.workflows.Scripted;
import io.cellplane.workflows.TestTemporal;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UndoTest {
    private final Scripted scripted = new Scripted();

    /** Registers three undos, then something stops it. */
    @WorkflowInterface
    public interface Undoing {
        @WorkflowMethod
        void run(String how);
    }

    /** Undoes by releasing ports, attempts 1 to 3. */
    public static final class UndoingWorkflow implements Undoing {
        @Override
        public void run(String how) {
            Steps steps = new Steps(Patience.hasty(), TestTemporal.BOOT);
            Undo undo = new Undo();
            for (int i = 1; i <= 3; i++) {
                int number = i;
                undo.with("step " + number, () -> undo(steps, number, how));
            }
            switch (how) {
                case "forget last" -> undo.forgetLast();
                case "forget" -> undo.forget();
                case "cancelled" -> untilCancelled();
                default -> {}
            }
            try {
                undo.run();
            } finally {
                undo.run();
            }
        }

        private static void untilCancelled() {
            try {
                Workflow.await(() -> false);
            } catch (CanceledFailure e) {
                // Now it undoes.
            }
        }

        private static void undo(Steps steps, int number, String how) {
            if (how.equals("failing") && number != 2) {
                throw ApplicationFailure.newNonRetryableFailure("no " + number, "test");
            }
            steps.control(Ports.class, "undo").release(steps.step(StepName.PORTS, number), TestTemporal.BOOT.server());
        }
    }

    private void undo(String how) {
        try (TestTemporal temporal = new TestTemporal(scripted, UndoingWorkflow.class)) {
            temporal.workflow(Undoing.class, "undo").run(how);
        }
    }

    @Test
    void runs_in_reverse_order_and_once() {
        undo("plain");
        assertThat(scripted.calls()).containsExactly("release 3", "release 2", "release 1");
    }

    @Test
    void goes_on_when_an_undo_fails_and_names_what_failed() {
        assertThatThrownBy(() -> undo("failing"))
                .isInstanceOf(WorkflowFailedException.class)
                .cause()
                .isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
                    assertThat(failure.getType()).isEqualTo("undo.incomplete");
                    assertThat(failure.getOriginalMessage())
                            .contains("step 3", "no 3", "step 1", "no 1")
                            .doesNotContain("step 2");
                });
        assertThat(scripted.calls()).containsExactly("release 2");
    }

    @Test
    void no_cancellation_reaches_it() {
        try (TestTemporal temporal = new TestTemporal(scripted, UndoingWorkflow.class)) {
            WorkflowStub stub = WorkflowStub.fromTyped(temporal.workflow(Undoing.class, "undo"));
            stub.start("cancelled");
            stub.cancel();
            assertThatThrownBy(() -> stub.getResult(Void.class)).hasCauseInstanceOf(CanceledFailure.class);
        }
        assertThat(scripted.calls()).containsExactly("release 3", "release 2", "release 1");
    }

    @Test
    void forgets_what_needs_no_undo() {
        undo("forget last");
        assertThat(scripted.calls()).containsExactly("release 2", "release 1");
    }

    @Test
    void past_the_point_of_no_return_nothing_is_undone() {
        undo("forget");
        assertThat(scripted.calls()).isEqualTo(List.of());
    }
}
