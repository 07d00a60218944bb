package io.cellplane.workflows;

import io.cellplane.contracts.operation.Step;
import io.cellplane.operations.Hosts.HostStep;
import io.cellplane.operations.OperationRequest;
import io.cellplane.operations.TaskQueues;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/**
 * How an operation calls its activities: with a heartbeat, and again without end, since only facts fail an operation
 * and infrastructure that does not answer is waited for.
 */
final class Steps {
    private static final Duration ONE_TRY = Duration.ofSeconds(60);

    private final OperationRequest request;

    Steps(OperationRequest request) {
        this.request = request;
    }

    /** @param summary what an operator reads beside the activity */
    <A> A control(Class<A> activity, String summary) {
        return Workflow.newActivityStub(activity, options(TaskQueues.CONTROL, summary, ONE_TRY));
    }

    <A> A cell(String cell, Class<A> activity, String summary) {
        return Workflow.newActivityStub(activity, options(TaskQueues.cell(cell), summary, ONE_TRY));
    }

    <A> A hosts(String cell, Class<A> activity, String summary) {
        Duration oneTry = request.patience().spawn().plus(request.patience().hostAbsent());
        return Workflow.newActivityStub(activity, options(TaskQueues.hosts(cell), summary, oneTry));
    }

    Step step(String name, int attempt) {
        return new Step(request.operation(), name, attempt);
    }

    HostStep on(String cell, String host, long generation, Step step) {
        return new HostStep(
                step,
                request.server(),
                cell,
                host,
                generation,
                request.requestId(),
                request.patience().hostAbsent(),
                request.patience().spawn());
    }

    private ActivityOptions options(String queue, String summary, Duration oneTry) {
        return ActivityOptions.newBuilder()
                .setTaskQueue(queue)
                .setSummary(summary)
                .setStartToCloseTimeout(oneTry)
                .setHeartbeatTimeout(request.patience().heartbeat())
                .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                .setRetryOptions(RetryOptions.newBuilder()
                        .setInitialInterval(request.patience().stepRetry())
                        .setMaximumInterval(request.patience().stepRetryMost())
                        .build())
                .build();
    }
}
