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

/**
 * Takes the steps of an operation as long as no successor waits for it to make way. A delete passes everything: what does
 * not answer it within the time for cleaning is left, since a delete cleans up in every place, and owes what it cannot.
 */
public final class Successor {
    /** The longest pause of a wait, in longest pauses of a step. */
    private static final int LONGEST = 30;

    /** So many events of history, and a wait begins its workflow again: what was done is in the ledgers. */
    private static final int LONG_HISTORY = 1_000;

    private final OperationRequest request;
    private final UUID operation;
    private final Steps steps;
    private final Lane lane;
    /** How long a step that can be stopped may still end by itself. */
    private final Duration grace;

    public Successor(OperationRequest request, Steps steps) {
        this.request = request;
        this.operation = request.operation();
        this.steps = steps;
        this.lane = steps.control(Lane.class, "does a successor wait?");
        this.grace = steps.patience().hosts().hold();
    }

    /** How a wait for a host has ended. */
    public enum Wait {
        /** What was waited for has happened. */
        OVER,
        /** An administrator has said that the host is down: it will be a debt. */
        FENCED,
        /** A successor waits, which is no delete: what was waited for will be a debt. */
        SUCCEEDED
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
            steps.nudge(); // so that no undo waits for what is away
            if (!way.isForDelete) {
                undo(undo, phases);
            }
            steps.control(Lane.class, "hand over").makeWay(operation);
            return Ended.YIELDED;
        }
    }

    private static void undo(Undo undo, Phases phases) {
        try {
            undo.run();
        } catch (MakeWay way) {
            phases.now("leaving the rest to the delete");
        }
    }

    /** Somebody waits for this operation to make way: undo and end. */
    private static final class MakeWay extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** Then nothing needs to be undone. */
        private final boolean isForDelete;

        MakeWay(boolean isForDelete) {
            super("a successor waits", null, false, false);
            this.isForDelete = isForDelete;
        }
    }

    /**
     * A short step: it is not begun when a successor waits, and once begun it ends. To stop it would gain nothing, since
     * its undo waits for the same store.
     *
     * @throws MakeWay when a successor waits
     */
    public <R> R unless(Functions.Func<R> step) {
        R result = before(step);
        orMakeWay();
        return result;
    }

    /**
     * A step that cannot be undone once it has succeeded: a successor finds it done.
     *
     * @throws MakeWay when a successor waits before it is begun
     */
    public <R> R before(Functions.Func<R> step) {
        orMakeWay();
        return last(step);
    }

    /** @throws MakeWay when a successor waits */
    public void orMakeWay() {
        if (mustMakeWay()) {
            throw new MakeWay(false);
        }
    }

    /**
     * A step that undoes, or that ends the operation: it is taken whoever waits.
     *
     * @throws MakeWay when a delete waits and nobody answers: nothing more needs to be undone
     */
    public <R> R last(Functions.Func<R> step) {
        Running<R> running = new Running<>(step);
        boolean _ = ends(running, false);
        return running.get();
    }

    /**
     * @param passes whether any successor may pass it, not a delete alone
     * @return false when one has, which is no delete: the step was stopped
     */
    private boolean ends(Running<?> running, boolean passes) {
        Duration pause = steps.patience().steps().cleaning();
        while (!running.isOver()) {
            Workflow.await(() -> running.isOver() || steps.isNudged());
            if (running.isOver() || !mustMakeWay()) {
                continue;
            }
            steps.nudge(); // who asks next is to be told, too
            if (!Workflow.await(pause, running::isOver)) {
                boolean deleted = lane.isDeleted(operation);
                if (deleted || passes) {
                    running.stop();
                    if (deleted) {
                        throw new MakeWay(true);
                    }
                    return false;
                }
            }
            pause = longer(pause);
        }
        return true;
    }

    /** The same for a step without a result. */
    public void last(Functions.Proc step) {
        boolean _ = last(() -> {
            step.apply();
            return true;
        });
    }

    /**
     * A step that may take long: a successor stops it.
     *
     * @throws MakeWay when a successor waits; the step has ended by then, one way or the other
     */
    public <R> R orStop(Functions.Func<R> step) {
        orMakeWay();
        Running<R> running = new Running<>(step);
        while (!running.isOver()) {
            Workflow.await(() -> running.isOver() || steps.isNudged());
            if (mustMakeWay()) {
                // Not at once: most steps are about to end.
                if (!Workflow.await(grace, running::isOver)) {
                    running.stop();
                }
                throw new MakeWay(false);
            }
        }
        return running.get();
    }

    /**
     * What must have happened on a host before anything else may, however long it is silent, or its cell is away; while it is
     * down, only its rows are looked at.
     *
     * @param over asks the host
     * @throws MakeWay when a delete waits: nothing more needs to be undone
     */
    public Wait until(String host, Functions.Func<Boolean> over) {
        return until(host, over, true);
    }

    /**
     * The same where a guest of the server may run or not: no successor but a delete passes it.
     *
     * @return false when the host is fenced
     */
    public boolean untilFenced(String host, Functions.Func<Boolean> over) {
        return until(host, over, false) == Wait.OVER;
    }

    private Wait until(String host, Functions.Func<Boolean> over, boolean passes) {
        Duration pause = steps.patience().steps().retryMost();
        while (true) {
            Running<Boolean> asking = new Running<>(over);
            if (!ends(asking, passes)) {
                return Wait.SUCCEEDED; // its cell does not answer
            }
            if (asking.get()) {
                return Wait.OVER;
            }
            boolean rested = false;
            for (Lane.Outlook now = look(host); !rested || !now.up(); now = look(host)) {
                if (now.deleted()) {
                    throw new MakeWay(true);
                }
                if (now.fenced() || (passes && now.succeeded())) {
                    steps.nudge(); // who asks next is to be told, too
                    return now.fenced() ? Wait.FENCED : Wait.SUCCEEDED;
                }
                if (Workflow.getInfo().getHistoryLength() > LONG_HISTORY) {
                    Workflow.continueAsNew(request);
                }
                Workflow.await(pause, steps::isNudged);
                steps.forgetNudge();
                pause = longer(pause);
                rested = true;
            }
        }
    }

    private Lane.Outlook look(String host) {
        return steps.control(Lane.class, "what of " + host + "?").look(operation, host);
    }

    Duration longer(Duration pause) {
        Duration most = steps.patience().steps().retryMost().multipliedBy(LONGEST);
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(most) < 0 ? twice : most;
    }

    private boolean mustMakeWay() {
        if (!steps.isNudged()) {
            return false;
        }
        steps.forgetNudge();
        return lane.mustMakeWay(operation);
    }

    /** A step that is under way. */
    private static final class Running<R> {
        private final CancellationScope scope;
        private @Nullable Promise<R> promise;

        Running(Functions.Func<R> step) {
            this.scope = Workflow.newCancellationScope(() -> promise = Async.function(step));
            scope.run();
        }

        boolean isOver() {
            return promise().isCompleted();
        }

        R get() {
            return promise().get();
        }

        /** Returns when it has ended; whatever it did is undone by its undo. */
        void stop() {
            scope.cancel();
            try {
                var _ = get();
            } catch (TemporalFailure e) {
                // It was stopped.
            }
        }

        private Promise<R> promise() {
            if (promise == null) {
                throw new IllegalStateException("the step was not begun");
            }
            return promise;
        }
    }
}
