package io.cellplane.workflows.step;

import io.cellplane.contracts.metric.Metric;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Workflow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What is to be undone when an operation cannot go on: strictly in reverse order, in a scope that no cancellation
 * reaches, not stopping at an undo that fails unless it guards the others. Register the undo, then do.
 */
public final class Undo {
    private final Deque<Entry> entries = new ArrayDeque<>();

    private record Entry(String what, Functions.Proc act, boolean guards) {}

    /** @param act calls activities only, and is safe when the do never ran */
    public void with(String what, Functions.Proc act) {
        entries.push(new Entry(what, act, false));
    }

    /** What must be undone before anything else may: when it fails, what was registered before it stays as it is. */
    public void guard(String what, Functions.Proc act) {
        entries.push(new Entry(what, act, true));
    }

    /** What was registered last turned out to have no effect to undo. */
    public void forgetLast() {
        entries.pop();
    }

    /** Past the point of no return: nothing is undone any more. */
    public void forget() {
        entries.clear();
    }

    /**
     * Undoes everything, once.
     *
     * @throws ApplicationFailure {@code undo.incomplete} naming what could not be undone: a person must look
     */
    public void run() {
        List<String> failed = new ArrayList<>();
        CancellationScope scope = Workflow.newDetachedCancellationScope(() -> {
            while (!entries.isEmpty()) {
                Entry entry = entries.pop();
                try {
                    entry.act().apply();
                } catch (TemporalFailure e) {
                    failed.add(entry.what() + ": " + e.getMessage());
                    if (entry.guards()) {
                        entries.clear();
                    }
                    Workflow.getMetricsScope()
                            .counter(Metric.UNDO_FAILURES.id())
                            .inc(1);
                }
            }
        });
        scope.run();
        if (!failed.isEmpty()) {
            throw ApplicationFailure.newNonRetryableFailure(
                    "could not undo: " + String.join("; ", failed), "undo.incomplete");
        }
    }
}
