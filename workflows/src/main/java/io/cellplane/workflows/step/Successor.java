package io.cellplane.workflows.step;

import io.cellplane.temporal.flow.Ended;
import io.cellplane.temporal.flow.OperationRequest;
import io.cellplane.temporal.step.Lane;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes the steps of an operation as long as no successor waits for it to make way. */
public final class Successor {
    private final UUID operation;
    private final Steps steps;
    private final Lane lane;
    /** How long a step that can be stopped may still end by itself. */
    private final Duration grace;

    private boolean nudged;

    public Successor(OperationRequest request, Steps steps) {
        this.operation = request.operation();
        this.steps = steps;
        this.lane = steps.control(Lane.class, "does a successor wait?");
        this.grace = steps.patience().hosts().hold();
    }

    /**
     * Runs an operation whose steps are taken here: when it must make way, it is undone and its lane handed over.
     *
     * @param undo of all that the operation does
     */
    public Ended ends(Functions.Func<Ended> run, Undo undo, Phases phases) {
        try {
            return run.apply();
        } catch (MakeWay way) {
            phases.now("making way for its successor");
            undo.run();
            steps.control(Lane.class, "hand over").makeWay(operation);
            return Ended.YIELDED;
        }
    }

    /** Somebody waits for this operation to make way: undo and end. */
    private static final class MakeWay extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MakeWay() {
            super("a successor waits", null, false, false);
        }
    }

    public void nudge() {
        nudged = true;
    }

    /**
     * A short step: it is not begun when a successor waits, and once begun it ends. To stop it would gain nothing, since
     * its undo waits for the same store.
     *
     * @throws MakeWay when a successor waits
     */
    public <R> R unless(Functions.Func<R> step) {
        R result = before(step);
        if (mustMakeWay()) {
            throw new MakeWay();
        }
        return result;
    }

    /**
     * A step that cannot be undone once it has succeeded: a successor finds it done.
     *
     * @throws MakeWay when a successor waits before it is begun
     */
    public <R> R before(Functions.Func<R> step) {
        if (mustMakeWay()) {
            throw new MakeWay();
        }
        return step.apply();
    }

    /**
     * A step that may take long: a successor stops it.
     *
     * @throws MakeWay when a successor waits; the step has ended by then, one way or the other
     */
    public <R> R orStop(Functions.Func<R> step) {
        if (mustMakeWay()) {
            throw new MakeWay();
        }
        Running<R> running = new Running<>();
        CancellationScope scope = Workflow.newCancellationScope(() -> running.promise = Async.function(step));
        scope.run();
        Promise<R> promise = running.promise();
        while (!promise.isCompleted()) {
            Workflow.await(() -> promise.isCompleted() || nudged);
            if (mustMakeWay()) {
                stop(scope, promise);
                throw new MakeWay();
            }
        }
        return promise.get();
    }

    private boolean mustMakeWay() {
        if (!nudged) {
            return false;
        }
        nudged = false;
        return lane.mustMakeWay(operation);
    }

    /** Not at once: most steps are about to end. */
    private void stop(CancellationScope scope, Promise<?> running) {
        if (!Workflow.await(grace, running::isCompleted)) {
            scope.cancel();
        }
        try {
            running.get();
        } catch (TemporalFailure e) {
            // It was stopped: whatever it did is undone by its undo.
        }
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
