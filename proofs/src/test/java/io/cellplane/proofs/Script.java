package io.cellplane.proofs;

import io.cellplane.db.testing.Commits;
import io.temporal.activity.ActivityInfo;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor.ActivityOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** What happens to the steps of one server's operations instead of what should; records which steps there were. */
class Script {
    private final List<String> activities = new CopyOnWriteArrayList<>();
    private final List<String> steps = new CopyOnWriteArrayList<>();
    private final Map<String, AtomicInteger> commits = new ConcurrentHashMap<>();
    private final AtomicInteger underWay = new AtomicInteger();

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

    /** All steps so far, those that came several times in a row once with their number. */
    String course() {
        List<String> course = new ArrayList<>();
        int from = 0;
        for (int to = 1; to <= steps.size(); to++) {
            if (to == steps.size() || !steps.get(to).equals(steps.get(from))) {
                course.add(to - from == 1 ? steps.get(from) : steps.get(from) + " x" + (to - from));
                from = to;
            }
        }
        return String.join(", ", course);
    }

    /** How many transactions each of these steps has committed. */
    Sides sides(String kind) {
        return new Sides(activities.stream()
                .filter(activity -> activity.startsWith(kind + " "))
                .map(activity -> count(activity).get())
                .toList());
    }

    private AtomicInteger count(String activity) {
        return commits.computeIfAbsent(activity, _ -> new AtomicInteger());
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
        Step step = new Step(workflow, kind, index, info.getActivityType(), info.getAttempt());
        underWay.incrementAndGet();
        try {
            return Commits.heard(() -> committed(step, count(id).incrementAndGet()), () -> act(step, real));
        } finally {
            underWay.decrementAndGet();
        }
    }

    /** Whether none of its steps is under way. */
    final boolean isIdle() {
        return underWay.get() == 0;
    }

    /**
     * It is told inside a step of each transaction that it has committed.
     *
     * @param nth of this step, from 1
     */
    void committed(Step step, int nth) {}

    /** Whether it holds, or held, a step inside. */
    boolean holds() {
        return false;
    }

    /** Whether something is still to happen. */
    boolean isDue() {
        return false;
    }

    /** What is held inside a step goes on. */
    void release() {}

    /** Nothing unusual, unless a test says otherwise. */
    ActivityOutput act(Step step, Supplier<ActivityOutput> real) throws Exception {
        return real.get();
    }
}
