package io.cellplane.proofs;

import io.temporal.activity.ActivityInfo;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor.ActivityOutput;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** What happens to the steps of one server's operations instead of what should; records which steps there were. */
class Script {
    private final List<String> activities = new CopyOnWriteArrayList<>();
    private final List<String> steps = new CopyOnWriteArrayList<>();

    /**
     * A step of an operation, as it is about to be run.
     *
     * @param index counts the steps of one run of this kind of workflow from 0, however often each is tried
     * @param type as {@code Records.Land}
     * @param attempt which try of this step, from 1
     */
    record Step(String workflow, String kind, int index, String type, int attempt) {}

    /** What happens beside a step. */
    interface Happening {
        void beside(Step step) throws Exception;
    }

    /** The steps that this kind of workflow has taken so far, in order. */
    List<String> steps(String kind) {
        return steps.stream()
                .filter(step -> step.startsWith(kind + " "))
                .map(step -> step.substring(kind.length() + 1))
                .toList();
    }

    final ActivityOutput run(ActivityInfo info, Supplier<ActivityOutput> real) throws Exception {
        String workflow = info.getWorkflowId();
        String kind = workflow.split("/", -1)[2];
        // A run that begins again takes the same steps, under other ids.
        String run = kind + " " + info.getWorkflowRunId() + " ";
        String id = run + info.getActivityId();
        synchronized (this) {
            if (!activities.contains(id)) {
                activities.add(id);
                steps.add(kind + " " + info.getActivityType());
            }
        }
        int index =
                activities.stream().filter(one -> one.startsWith(run)).toList().indexOf(id);
        return act(new Step(workflow, kind, index, info.getActivityType(), info.getAttempt()), real);
    }

    /** Nothing unusual, unless a test says otherwise. */
    ActivityOutput act(Step step, Supplier<ActivityOutput> real) throws Exception {
        return real.get();
    }
}
