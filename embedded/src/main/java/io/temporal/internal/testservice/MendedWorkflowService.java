package io.temporal.internal.testservice;

import io.grpc.BindableService;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.temporal.api.command.v1.Command;
import io.temporal.api.enums.v1.CommandType;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCanceledRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskFailedRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskFailedResponse;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedResponse;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskFailedRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The workflow service of the SDK's test server, mended where it forgets a workflow for ever (docs/decisions/0016). It is in the
 * server's package because runs and their state machines are visible only here.
 */
public final class MendedWorkflowService implements BindableService {
    private final TestWorkflowService service;

    public MendedWorkflowService(TestWorkflowService service) {
        this.service = service;
    }

    @Override
    public ServerServiceDefinition bindService() {
        ServerServiceDefinition plain = service.bindService();
        var endTask = WorkflowServiceGrpc.getRespondWorkflowTaskCompletedMethod();
        var failActivity = WorkflowServiceGrpc.getRespondActivityTaskFailedMethod();
        ServerServiceDefinition.Builder mended = ServerServiceDefinition.builder(plain.getServiceDescriptor());
        for (ServerMethodDefinition<?, ?> method : plain.getMethods()) {
            if (!Set.of(endTask, failActivity).contains(method.getMethodDescriptor())) {
                mended.addMethod(method);
            }
        }
        return mended.addMethod(endTask, ServerCalls.asyncUnaryCall(this::endTask))
                .addMethod(failActivity, ServerCalls.asyncUnaryCall(this::failActivity))
                .build();
    }

    private void endTask(
            RespondWorkflowTaskCompletedRequest given, StreamObserver<RespondWorkflowTaskCompletedResponse> answer) {
        // A task for a worker that is gone would stay in that worker's own queue.
        RespondWorkflowTaskCompletedRequest request =
                given.toBuilder().clearStickyAttributes().build();
        if (request.getCommandsList().stream().noneMatch(MendedWorkflowService::cancels)) {
            service.respondWorkflowTaskCompleted(request, answer);
            return;
        }
        answer(answer, RespondWorkflowTaskCompletedResponse.getDefaultInstance(), () -> {
            WorkflowTaskToken token = WorkflowTaskToken.fromBytes(request.getTaskToken());
            Run run = Run.of(service, token.getExecutionId());
            run.locked(() -> endTask(run, token.getHistorySize(), request));
        });
    }

    private static boolean cancels(Command command) {
        return command.getCommandType() == CommandType.COMMAND_TYPE_CANCEL_TIMER
                || command.getCommandType() == CommandType.COMMAND_TYPE_REQUEST_CANCEL_ACTIVITY_TASK;
    }

    /** The server refuses to cancel what has just ended, and then takes the task for ended while its history does not. */
    private void endTask(Run run, int historySize, RespondWorkflowTaskCompletedRequest request) {
        if (run.isInTask(historySize) && request.getCommandsList().stream().anyMatch(run::isLate)) {
            run.state()
                    .failWorkflowTask(RespondWorkflowTaskFailedRequest.newBuilder()
                            .setCause(WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND)
                            .setIdentity(request.getIdentity())
                            .build());
            throw Status.INVALID_ARGUMENT.withDescription("UnhandledCommand").asRuntimeException();
        }
        run.state().completeWorkflowTask(historySize, request);
        for (Command command : request.getCommandsList()) {
            if (command.hasRequestCancelActivityTaskCommandAttributes()) {
                watch(
                        run,
                        command.getRequestCancelActivityTaskCommandAttributes().getScheduledEventId());
            }
        }
    }

    /** The server times out no activity that is to be cancelled: one whose worker has died would never end. */
    private void watch(Run run, long activity) {
        run.locked(() -> run.silence(activity).ifPresent(left -> {
            if (left.isPositive()) {
                CompletableFuture.delayedExecutor(left.toMillis(), TimeUnit.MILLISECONDS)
                        .execute(() -> watch(run, activity));
            } else {
                run.state().cancelActivityTask(activity, RespondActivityTaskCanceledRequest.getDefaultInstance());
            }
        }));
    }

    /** The server drops what fails while it is to be cancelled, unless it is not to be tried again: it is not, anyway. */
    private void failActivity(
            RespondActivityTaskFailedRequest request, StreamObserver<RespondActivityTaskFailedResponse> answer) {
        answer(answer, RespondActivityTaskFailedResponse.getDefaultInstance(), () -> {
            ActivityTaskToken token = ActivityTaskToken.fromBytes(request.getTaskToken());
            long activity = token.getScheduledEventId();
            Run run = Run.of(service, token.getExecutionId());
            run.locked(() ->
                    run.state().failActivityTask(activity, run.isToBeCancelled(activity) ? forGood(request) : request));
        });
    }

    private static RespondActivityTaskFailedRequest forGood(RespondActivityTaskFailedRequest request) {
        if (!request.getFailure().hasApplicationFailureInfo()) {
            return request;
        }
        RespondActivityTaskFailedRequest.Builder changed = request.toBuilder();
        changed.getFailureBuilder().getApplicationFailureInfoBuilder().setNonRetryable(true);
        return changed.build();
    }

    private static <R> void answer(StreamObserver<R> answer, R done, Runnable work) {
        try {
            work.run();
        } catch (StatusRuntimeException e) {
            answer.onError(e);
            return;
        }
        answer.onNext(done);
        answer.onCompleted();
    }
}
