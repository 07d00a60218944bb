package io.cellplane.activities.control;

import io.cellplane.contracts.Patience;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.db.api.ApiDatabase;
import io.cellplane.db.api.OperationRow;
import io.cellplane.operations.WorkflowIds;
import io.cellplane.operations.temporal.Temporal;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Sees to it that every open row has a workflow: starts what was accepted and not started, nudges what must make way,
 * starts again what Temporal has lost, and repairs what has ended without closing its row. Any number of them may run.
 */
public final class Starter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Starter.class);
    private static final int BATCH = 200;

    private final ApiDatabase api;
    private final Temporal temporal;
    private final Patience patience;
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("starter").factory());
    private final Map<UUID, Instant> asked = new ConcurrentHashMap<>();
    private boolean first = true;

    public Starter(ApiDatabase api, Temporal temporal, Patience patience) {
        this.api = api;
        this.temporal = temporal;
        this.patience = patience;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the clockwork, and catches what it throws
    public void start() {
        clockwork.scheduleWithFixedDelay(this::sweepSafely, 0, patience.sweep().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Starts an operation that was accepted just now; what fails is left to the next sweep. */
    public void startNow(OperationRow row) {
        try {
            temporal.start(startOf(row));
        } catch (StatusRuntimeException e) {
            LOG.info("not started, the next sweep tries again: {}", e.getStatus());
        }
    }

    private void sweepSafely() {
        try {
            sweep();
        } catch (RuntimeException e) {
            LOG.warn("the sweep stopped and will be tried again: {}", e.toString());
        }
    }

    /** Looks at every open row that has stood longer than it should. */
    public void sweep() {
        Instant now = api.clock().instant();
        api.operations()
                .stale(OperationState.ACCEPTED, now.minus(patience.acceptedStale()), BATCH)
                .forEach(row -> revive(row, now, patience.acceptedStale()));
        api.operations()
                .stale(OperationState.WAITING, now.minus(patience.acceptedStale()), BATCH)
                .forEach(this::nudgePredecessor);
        // After a start of this process all open rows are asked for: Temporal may have lost what ran.
        Duration unseen = first ? Duration.ZERO : patience.runningUnseen();
        for (String state : new String[] {OperationState.RUNNING, OperationState.CLOSING}) {
            api.operations().stale(state, now.minus(unseen), BATCH).forEach(row -> revive(row, now, unseen));
        }
        first = false;
        asked.values()
                .removeIf(at -> at.isBefore(now.minus(patience.runningUnseen().multipliedBy(10))));
    }

    private void nudgePredecessor(OperationRow waiting) {
        in(
                waiting,
                () -> api.lanes().find(waiting.server()).ifPresent(lane -> {
                    UUID life = lane.life();
                    if (life != null && waiting.id().equals(lane.next())) {
                        api.operations()
                                .find(life)
                                .ifPresent(row -> temporal.nudge(row.server(), row.what(), row.id()));
                    }
                }));
    }

    private void revive(OperationRow row, Instant now, Duration unseen) {
        Instant last = asked.get(row.id());
        if (last != null && last.isAfter(now.minus(unseen))) {
            return;
        }
        asked.put(row.id(), now);
        in(row, () -> {
            switch (stateOf(WorkflowIds.of(row.server(), row.what(), row.id()))) {
                case UNKNOWN -> {
                    LOG.info("starting {}, which is {}: Temporal does not know it", row.kind(), row.state());
                    temporal.start(startOf(row));
                }
                case ENDED -> repair(row);
                case RUNNING -> LOG.debug("{} runs", row.kind());
            }
        });
    }

    private void repair(OperationRow row) {
        boolean stillOpen = api.operations()
                .find(row.id())
                .filter(fresh -> !fresh.state().equals(OperationState.CLOSED))
                .isPresent();
        if (stillOpen) {
            LOG.warn("repairing {}: its workflow ended and its row is open", row.kind());
            temporal.repair(startOf(row));
        }
    }

    private enum Life {
        RUNNING,
        ENDED,
        UNKNOWN
    }

    private Life stateOf(String workflow) {
        try {
            var described = temporal.stubs()
                    .blockingStub()
                    .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                            .setNamespace(temporal.client().getOptions().getNamespace())
                            .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflow))
                            .build());
            return described.getWorkflowExecutionInfo().getStatus()
                            == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING
                    ? Life.RUNNING
                    : Life.ENDED;
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return Life.UNKNOWN;
            }
            throw e;
        }
    }

    private static Temporal.Start startOf(OperationRow row) {
        return new Temporal.Start(
                row.id(), row.server(), row.what(), row.projectId(), row.requestId(), row.kind() + " " + row.server());
    }

    private static void in(OperationRow row, Runnable work) {
        try (var _ = MDC.putCloseable("operation", row.id().toString());
                var _ = MDC.putCloseable("server", row.server().toString());
                var _ = MDC.putCloseable("request_id", row.requestId())) {
            work.run();
        } catch (StatusRuntimeException e) {
            LOG.info("Temporal does not answer, the next sweep tries again: {}", e.getStatus());
        }
    }

    @Override
    public void close() {
        clockwork.shutdownNow();
    }
}
