package io.cellplane.embedded;

import com.google.protobuf.util.Durations;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Asks a Temporal whether it serves, and teaches it the search attributes. */
final class TemporalProbe implements AutoCloseable {
    private static final int POLL_MILLIS = 100;
    private static final int KEPT_DAYS = 7;
    private static final Duration ONE_TRY = Duration.ofSeconds(2);

    /** An operator may have made them and given us no right to; a missing one shows at the first start anyway. */
    private static final Set<Status.Code> TOLERATED =
            EnumSet.of(Status.Code.ALREADY_EXISTS, Status.Code.PERMISSION_DENIED, Status.Code.UNIMPLEMENTED);

    private final String address;
    private final WorkflowServiceStubs stubs;

    TemporalProbe(String address) {
        this.address = address;
        this.stubs = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
    }

    /** Waits until the server answers for the default namespace; ends early when {@code alive} says no. */
    boolean answersWithin(Duration time, BooleanSupplier alive) {
        var deadline = System.nanoTime() + time.toNanos();
        while (!answers()) {
            if (!alive.getAsBoolean() || System.nanoTime() - deadline > 0) {
                return false;
            }
            if (!pause()) {
                return false;
            }
        }
        return true;
    }

    /** Creates the default namespace as soon as the server can, unless it is there; how long closed histories are kept. */
    void makeNamespace(Duration time, BooleanSupplier alive) {
        var deadline = System.nanoTime() + time.toNanos();
        while (alive.getAsBoolean() && System.nanoTime() - deadline < 0) {
            try {
                stubs.blockingStub()
                        .withDeadlineAfter(ONE_TRY.toMillis(), TimeUnit.MILLISECONDS)
                        .registerNamespace(RegisterNamespaceRequest.newBuilder()
                                .setNamespace("default")
                                .setWorkflowExecutionRetentionPeriod(Durations.fromDays(KEPT_DAYS))
                                .build());
                return;
            } catch (StatusRuntimeException e) {
                if (TOLERATED.contains(e.getStatus().getCode()) || !pause()) {
                    return;
                }
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(POLL_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Adds the keyword attributes that are missing. */
    void addKeywords(List<String> names) {
        var operator = OperatorServiceStubs.newServiceStubs(
                OperatorServiceStubsOptions.newBuilder().setTarget(address).validateAndBuildWithDefaults());
        try {
            for (var name : names) {
                add(operator, name);
            }
        } finally {
            operator.shutdownNow();
        }
    }

    /** Waits until the server would take a workflow with these attributes. */
    boolean knowsWithin(Duration time, List<String> names) {
        var deadline = System.nanoTime() + time.toNanos();
        for (var name : names) {
            while (!knows(name)) {
                if (System.nanoTime() - deadline > 0 || !pause()) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean knows(String name) {
        try {
            stubs.blockingStub()
                    .withDeadlineAfter(ONE_TRY.toMillis(), TimeUnit.MILLISECONDS)
                    .countWorkflowExecutions(CountWorkflowExecutionsRequest.newBuilder()
                            .setNamespace("default")
                            .setQuery(name + " = ''")
                            .build());
            return true;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode() == Status.Code.UNIMPLEMENTED;
        }
    }

    private static void add(OperatorServiceStubs operator, String name) {
        try {
            operator.blockingStub()
                    .addSearchAttributes(AddSearchAttributesRequest.newBuilder()
                            .setNamespace("default")
                            .putSearchAttributes(name, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                            .build());
        } catch (StatusRuntimeException e) {
            if (!TOLERATED.contains(e.getStatus().getCode())) {
                throw e;
            }
        }
    }

    private boolean answers() {
        try {
            stubs.blockingStub()
                    .withDeadlineAfter(ONE_TRY.toMillis(), TimeUnit.MILLISECONDS)
                    .describeNamespace(DescribeNamespaceRequest.newBuilder()
                            .setNamespace("default")
                            .build());
            return knowsNamespace();
        } catch (StatusRuntimeException notYet) {
            return false;
        }
    }

    /** A fresh namespace is described at once, but serves only when every part of the server has read it. */
    private boolean knowsNamespace() {
        try {
            stubs.blockingStub()
                    .withDeadlineAfter(ONE_TRY.toMillis(), TimeUnit.MILLISECONDS)
                    .describeTaskQueue(DescribeTaskQueueRequest.newBuilder()
                            .setNamespace("default")
                            .setTaskQueue(TaskQueue.newBuilder().setName("probe"))
                            .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW)
                            .build());
            return true;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode() == Status.Code.UNIMPLEMENTED;
        }
    }

    @Override
    public void close() {
        stubs.shutdownNow();
    }
}
