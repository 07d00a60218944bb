package io.cellplane.workflows;

import io.cellplane.operations.Lane;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Waits for a step or for a successor, whichever comes first: a successor stops the step. */
final class Successor {
    private final UUID operation;
    private final Lane lane;
    private boolean nudged;

    Successor(UUID operation, Lane lane) {
        this.operation = operation;
        this.lane = lane;
    }

    /** Somebody waits for this operation to make way: undo and end. Always caught where the operation is run. */
    static final class MakeWay extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MakeWay() {
            super("a successor waits", null, false, false);
        }
    }

    void nudge() {
        nudged = true;
    }

    /**
     * @throws MakeWay when a successor waits; the step has ended by then, one way or the other
     */
    <R> R unless(Functions.Func<R> step) {
        look(null, null);
        Running<R> running = new Running<>();
        CancellationScope scope = Workflow.newCancellationScope(() -> running.promise = Async.function(step));
        scope.run();
        Promise<R> promise = running.promise();
        while (!promise.isCompleted()) {
            Workflow.await(() -> promise.isCompleted() || nudged);
            if (!promise.isCompleted()) {
                look(scope, promise);
            }
        }
        return promise.get();
    }

    private void look(@Nullable CancellationScope scope, @Nullable Promise<?> running) {
        if (!nudged) {
            return;
        }
        nudged = false;
        if (!lane.mustMakeWay(operation)) {
            return;
        }
        if (scope != null && running != null) {
            scope.cancel();
            try {
                running.get();
            } catch (TemporalFailure e) {
                // It was stopped: whatever it did is undone by its undo.
            }
        }
        throw new MakeWay();
    }

    private static final class Running<R> {
        private @Nullable Promise<R> promise;

        Promise<R> promise() {
            if (promise == null) {
                throw new IllegalStateException("the step was not begun");
            }
            return promise;
        }
    }
}
