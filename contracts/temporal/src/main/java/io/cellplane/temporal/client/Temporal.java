package io.cellplane.temporal.client;

import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.Start;
import io.cellplane.temporal.flow.OperationRequest;
import io.cellplane.temporal.flow.PayDebt;
import io.cellplane.temporal.flow.RepairServer;
import io.cellplane.temporal.flow.SearchKeys;
import io.cellplane.temporal.flow.TaskQueues;
import io.cellplane.temporal.flow.WorkflowIds;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.HistoryEventFilterType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.SearchAttributes;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.NonDeterministicException;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The one connection of a process to Temporal, and how operations are started there. Connects at first use. */
public final class Temporal implements AutoCloseable {
    private static final Duration PROMPT = Duration.ofSeconds(1);

    private final Measures measures;
    private final WorkflowServiceStubs stubs;
    private final WorkflowClient client;
    private final int maxAttempts;
    private final List<WorkerInterceptor> interceptors;

    /** @param identity who asks, as events show it: {@code conductor/<name>} */
    public Temporal(String address, String namespace, String identity, int maxAttempts) {
        this(TemporalSettings.plain(address, namespace), identity, maxAttempts, List.of());
    }

    /** @param interceptors around this process's activities, outermost last: where tests make things fail */
    public Temporal(TemporalSettings settings, String identity, int maxAttempts, List<WorkerInterceptor> interceptors) {
        this.maxAttempts = maxAttempts;
        this.interceptors = List.copyOf(interceptors);
        this.measures = new Measures();
        this.stubs = WorkflowServiceStubs.newServiceStubs(settings.stubs()
                .setRpcTimeout(Duration.ofSeconds(5))
                .setMetricsScope(measures.scope())
                .build());
        this.client = WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder()
                        .setNamespace(settings.namespace())
                        .setIdentity(identity)
                        .setDataConverter(Payloads.converter())
                        .setContextPropagators(List.of(new RequestIds()))
                        .build());
    }

    /** What a process that serves queues registers its workers with; it is started by the process. */
    public WorkerFactory workers() {
        return Workers.factory(client, interceptors);
    }

    /** The name of this process among its kind. */
    public String name() {
        String identity = client.getOptions().getIdentity();
        return identity.substring(identity.indexOf('/') + 1);
    }

    public WorkflowClient client() {
        return client;
    }

    public WorkflowServiceStubs stubs() {
        return stubs;
    }

    /**
     * Asks for the namespace.
     *
     * @throws io.grpc.StatusRuntimeException if Temporal does not answer within a second, or does not know it
     */
    public void check() {
        stubs.blockingStub()
                .withDeadlineAfter(PROMPT.toMillis(), TimeUnit.MILLISECONDS)
                .describeNamespace(DescribeNamespaceRequest.newBuilder()
                        .setNamespace(client.getOptions().getNamespace())
                        .build());
    }

    /** Whether {@link #check} would pass now. */
    public boolean answers() {
        try {
            check();
            return true;
        } catch (StatusRuntimeException e) {
            return false;
        }
    }

    /**
     * Starts the operation's workflow; one that runs or ran already is success.
     *
     * @throws io.grpc.StatusRuntimeException if Temporal does not take it
     */
    public void start(Start start) {
        start(start, WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE);
    }

    /** The same for one that is {@link Life#GONE}. */
    public void startAgain(Start start) {
        start(start, WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY);
    }

    private void start(Start start, WorkflowIdReusePolicy policy) {
        WorkflowOptions options = options(
                        start, WorkflowIds.of(start.server(), start.kind(), start.operation()), start.summary())
                .setWorkflowIdReusePolicy(policy)
                .build();
        try (var _ = RequestIds.within(start.requestId())) {
            client.newUntypedWorkflowStub(start.kind().flow().type(), options).start(request(start));
        } catch (WorkflowExecutionAlreadyStarted e) {
            // Somebody was faster: the same operation, so it is done.
        }
    }

    /** How a workflow stands. */
    public enum Life {
        RUNNING,
        ENDED,
        /** Temporal does not know it, or its code has changed under it: it is to begin again from its first step. */
        GONE
    }

    /** @throws io.grpc.StatusRuntimeException if Temporal does not answer */
    public Life life(String workflow) {
        WorkflowExecution execution =
                WorkflowExecution.newBuilder().setWorkflowId(workflow).build();
        try {
            WorkflowExecutionStatus status = stubs.blockingStub()
                    .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                            .setNamespace(client.getOptions().getNamespace())
                            .setExecution(execution)
                            .build())
                    .getWorkflowExecutionInfo()
                    .getStatus();
            return switch (status) {
                case WORKFLOW_EXECUTION_STATUS_RUNNING -> Life.RUNNING;
                case WORKFLOW_EXECUTION_STATUS_FAILED -> hasChanged(execution) ? Life.GONE : Life.ENDED;
                default -> Life.ENDED;
            };
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return Life.GONE;
            }
            throw e;
        }
    }

    /** By what its last event says. */
    private boolean hasChanged(WorkflowExecution failed) {
        return stubs
                .blockingStub()
                .getWorkflowExecutionHistory(GetWorkflowExecutionHistoryRequest.newBuilder()
                        .setNamespace(client.getOptions().getNamespace())
                        .setExecution(failed)
                        .setHistoryEventFilterType(HistoryEventFilterType.HISTORY_EVENT_FILTER_TYPE_CLOSE_EVENT)
                        .build())
                .getHistory()
                .getEventsList()
                .stream()
                .map(event -> event.getWorkflowExecutionFailedEventAttributes().getFailure())
                .anyMatch(failure -> failure.getApplicationFailureInfo()
                        .getType()
                        .equals(NonDeterministicException.class.getName()));
    }

    /** Starts the repair of an operation whose workflow has ended without it. */
    public void repair(Start start) {
        WorkflowOptions options = options(
                        start,
                        WorkflowIds.repair(start.server(), start.operation()),
                        "repair of " + start.kind().token() + " " + start.operation())
                .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                .build();
        try (var _ = RequestIds.within(start.requestId())) {
            WorkflowClient.start(client.newWorkflowStub(RepairServer.class, options)::run, request(start));
        } catch (WorkflowExecutionAlreadyStarted e) {
            // It is being repaired.
        }
    }

    /** Starts the payment of a debt, unless it is being paid. */
    public void pay(PayDebt.Debt debt, String project) {
        WorkflowOptions options = WorkflowOptions.newBuilder()
                .setWorkflowId(WorkflowIds.debt(debt.server(), debt.id()))
                .setTaskQueue(TaskQueues.CONTROL)
                .setStaticSummary("what "
                        + (debt.owed().host() == null
                                ? debt.owed().cell()
                                : debt.owed().host()) + " still owes")
                .setTypedSearchAttributes(SearchAttributes.newBuilder()
                        .set(SearchKeys.SERVER, debt.server().toString())
                        .set(SearchKeys.PROJECT, project)
                        .set(SearchKeys.CELL, debt.owed().cell())
                        .set(SearchKeys.KIND, "debt")
                        .build())
                .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                .build();
        try (var _ = RequestIds.within(debt.requestId())) {
            WorkflowClient.start(client.newWorkflowStub(PayDebt.class, options)::run, debt);
        } catch (WorkflowExecutionAlreadyStarted e) {
            // It is being paid.
        }
    }

    /** Tells a running operation, or its repair, to look at its rows; one that is not running needs no nudge. */
    public void nudge(UUID server, Kind kind, UUID operation) {
        if (!nudge(WorkflowIds.of(server, kind, operation))) {
            nudge(WorkflowIds.repair(server, operation));
        }
    }

    /** @return false when it is not started yet, or over: it reads the rows by itself */
    private boolean nudge(String workflow) {
        try {
            client.newUntypedWorkflowStub(workflow).signal("nudge");
            return true;
        } catch (WorkflowNotFoundException e) {
            return false;
        }
    }

    private OperationRequest request(Start start) {
        return new OperationRequest(
                start.operation(), start.server(), start.kind(), start.projectId(), start.requestId(), maxAttempts);
    }

    private static WorkflowOptions.Builder options(Start start, String id, String summary) {
        return WorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(TaskQueues.CONTROL)
                .setStaticSummary(summary)
                .setTypedSearchAttributes(SearchAttributes.newBuilder()
                        .set(SearchKeys.SERVER, start.server().toString())
                        .set(SearchKeys.PROJECT, start.projectId())
                        .set(SearchKeys.KIND, start.kind().token())
                        .build());
    }

    @Override
    public void close() {
        stubs.shutdownNow();
        measures.close();
    }
}
