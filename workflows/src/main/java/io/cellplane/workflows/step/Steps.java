package io.cellplane.workflows.step;

import io.cellplane.contracts.Patience;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.temporal.flow.OperationRequest;
import io.cellplane.temporal.flow.TaskQueues;
import io.cellplane.temporal.step.Hosts;
import io.cellplane.temporal.step.Hosts.HostStep;
import io.cellplane.temporal.step.Placed;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.UUID;

/**
 * How an operation calls its activities: with a heartbeat, and again without end, since only facts fail an operation
 * and infrastructure that does not answer is waited for.
 */
public final class Steps {
    private static final Duration ONE_TRY = Duration.ofSeconds(60);

    private final Patience patience;
    private final UUID server;
    private final String requestId;
    private final UUID operation;
    private boolean nudged;

    /** @param patience of the worker that runs the operation now; another one may go on with it */
    public Steps(Patience patience, OperationRequest request) {
        this(patience, request.server(), request.requestId(), request.operation());
    }

    public Steps(Patience patience, UUID server, String requestId, UUID operation) {
        this.patience = patience;
        this.server = server;
        this.requestId = requestId;
        this.operation = operation;
    }

    /** @param summary what an operator reads beside the activity */
    public <A> A control(Class<A> activity, String summary) {
        return Workflow.newActivityStub(activity, options(TaskQueues.CONTROL, summary, ONE_TRY));
    }

    /** For what reaches into a cell from the control level; of two cells, the one that is written to. */
    public <A> A control(String cell, Class<A> activity, String summary) {
        return Workflow.newActivityStub(activity, options(TaskQueues.control(cell), summary, ONE_TRY));
    }

    public <A> A cell(String cell, Class<A> activity, String summary) {
        return Workflow.newActivityStub(activity, options(TaskQueues.cell(cell), summary, ONE_TRY));
    }

    /** For what only cleans: it fails when the cell does not answer in time, and becomes a debt. */
    public <A> A cellOrDebt(String cell, Class<A> activity, String summary) {
        return Workflow.newActivityStub(
                activity,
                ActivityOptions.newBuilder(options(TaskQueues.cell(cell), summary, ONE_TRY))
                        .setScheduleToCloseTimeout(patience.steps().cleaning())
                        .build());
    }

    /** The same for what reaches the cell from the control level. */
    public <A> A controlOrDebt(String cell, Class<A> activity, String summary) {
        return Workflow.newActivityStub(
                activity,
                ActivityOptions.newBuilder(options(TaskQueues.control(cell), summary, ONE_TRY))
                        .setScheduleToCloseTimeout(patience.steps().cleaning())
                        .build());
    }

    public <A> A hosts(String cell, Class<A> activity, String summary) {
        Duration oneTry = patience.hosts().spawn().plus(patience.hosts().absent());
        return Workflow.newActivityStub(activity, options(TaskQueues.hosts(cell), summary, oneTry));
    }

    /**
     * What only cleans on a host.
     *
     * @return false when neither it nor its cell answers in time: it becomes a debt
     */
    public boolean cleaned(String cell, String summary, Functions.Func1<Hosts, Boolean> clean) {
        Duration oneTry = patience.hosts().spawn().plus(patience.hosts().absent());
        ActivityOptions options = ActivityOptions.newBuilder(options(TaskQueues.hosts(cell), summary, oneTry))
                .setScheduleToStartTimeout(patience.steps().cleaning())
                .build();
        try {
            return clean.apply(Workflow.newActivityStub(Hosts.class, options));
        } catch (ActivityFailure away) {
            return false;
        }
    }

    /** Something changed in the rows: who asks next, looks. */
    public void nudge() {
        nudged = true;
    }

    boolean isNudged() {
        return nudged;
    }

    void forgetNudge() {
        nudged = false;
    }

    public Patience patience() {
        return patience;
    }

    public Step step(StepName name, int attempt) {
        return name.of(operation, attempt);
    }

    public HostStep on(Placed at, Step step) {
        return on(at.cell(), at.host(), at.generation(), at.placing(), step);
    }

    public HostStep on(String cell, String host, long generation, long placing, Step step) {
        return told(cell, host, generation, placing, step, patience.hosts().absent());
    }

    /** The same for what only cleans: a host that is silent for as long is left a debt. */
    public HostStep cleaning(Placed at, Step step) {
        return cleaning(at.cell(), at.host(), at.generation(), at.placing(), step);
    }

    public HostStep cleaning(String cell, String host, long generation, long placing, Step step) {
        return told(cell, host, generation, placing, step, patience.steps().cleaning());
    }

    private HostStep told(String cell, String host, long generation, long placing, Step step, Duration absent) {
        return new HostStep(
                step,
                server,
                cell,
                host,
                generation,
                placing,
                requestId,
                absent,
                patience.hosts().spawn());
    }

    private ActivityOptions options(String queue, String summary, Duration oneTry) {
        return ActivityOptions.newBuilder()
                .setTaskQueue(queue)
                .setSummary(summary)
                .setStartToCloseTimeout(oneTry)
                .setHeartbeatTimeout(patience.steps().heartbeat())
                .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                .setRetryOptions(RetryOptions.newBuilder()
                        .setInitialInterval(patience.steps().retry())
                        .setMaximumInterval(patience.steps().retryMost())
                        .build())
                .build();
    }
}
