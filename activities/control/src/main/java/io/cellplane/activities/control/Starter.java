package io.cellplane.activities.control;

import io.cellplane.contracts.Patience;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.lane.Admissions;
import io.cellplane.temporal.client.Temporal;
import io.cellplane.temporal.flow.WorkflowIds;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
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
    private final Admissions admissions;
    private final Expiry expiry;
    private final Patience patience;
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("starter").factory());
    private @Nullable Instant firstSweep;

    public Starter(ApiDatabase api, CellDatabases cells, Temporal temporal, Patience patience) {
        this.api = api;
        this.temporal = temporal;
        this.admissions = new Admissions(api, cells);
        this.expiry = new Expiry(api, cells, patience, this::startNow);
        this.patience = patience;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the clockwork, and catches what it throws
    public void start() {
        clockwork.scheduleWithFixedDelay(
                this::sweepSafely, 0, patience.sweeps().every().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Starts an operation that was accepted just now; what fails is left to the next sweep. */
    public void startNow(OperationRow row) {
        try {
            temporal.start(row.start());
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
        if (firstSweep == null) {
            firstSweep = now;
        }
        Instant stale = now.minus(patience.sweeps().acceptedStale());
        look(OperationState.ADMITTING, now.minus(patience.sweeps().admittingStale()), this::takeBack);
        look(OperationState.WITHDRAWN, stale, this::takeBack);
        look(OperationState.ACCEPTED, stale, this::reviveOrTakeBack);
        look(OperationState.WAITING, stale, this::nudgePredecessor);
        // What was not looked at since this process came up is asked for: Temporal may have lost what ran.
        Instant due = now.minus(patience.sweeps().runningUnseen());
        Instant unseen = due.isAfter(firstSweep) ? due : firstSweep;
        look(OperationState.RUNNING, unseen, this::revive);
        look(OperationState.CLOSING, unseen, this::revive);
        expiry.sweep();
        api.operations().unshown(unseen, BATCH).forEach(row -> look(row, this::revive));
    }

    /** What was looked at goes to the end of the queue, so that no row is starved by older ones. */
    private void look(String state, Instant before, Consumer<OperationRow> at) {
        api.operations().stale(state, before, BATCH).forEach(row -> look(row, at));
    }

    private void look(OperationRow row, Consumer<OperationRow> at) {
        in(row, () -> {
            at.accept(row);
            api.operations().touch(row.id(), row.state(), api.clock().instant());
        });
    }

    private void nudgePredecessor(OperationRow waiting) {
        api.lanes().find(waiting.server()).ifPresent(lane -> {
            UUID life = lane.life();
            if (life != null && waiting.id().equals(lane.next())) {
                api.operations().find(life).ifPresent(row -> temporal.nudge(row.server(), row.what(), row.id()));
            }
        });
    }

    /** Whoever admitted it died on the way, or could not undo it. */
    private void takeBack(OperationRow row) {
        if (admissions.takeBack(row.id())) {
            LOG.info("took back {}: it was not let in to the end", row.kind());
        }
    }

    private void reviveOrTakeBack(OperationRow row) {
        try {
            revive(row);
        } catch (StatusRuntimeException e) {
            if (row.what().isKept()
                    || row.createdAt()
                            .isAfter(api.clock()
                                    .instant()
                                    .minus(patience.sweeps().startFails()))) {
                throw e;
            }
            takeBack(row);
        }
    }

    /** Also what was accepted only: its workflow may have ended before it began. */
    private void revive(OperationRow row) {
        switch (temporal.life(WorkflowIds.of(row.server(), row.what(), row.id()))) {
            case GONE -> {
                LOG.info(
                        "starting {}, which is {}: Temporal does not know it, or its code changed",
                        row.kind(),
                        row.state());
                temporal.startAgain(row.start());
            }
            case ENDED -> repair(row);
            case RUNNING -> LOG.debug("{} runs", row.kind());
        }
    }

    private void repair(OperationRow row) {
        boolean stillOpen = api.operations()
                .find(row.id())
                .filter(fresh -> !fresh.state().equals(OperationState.CLOSED))
                .isPresent();
        if (stillOpen) {
            LOG.warn("repairing {}: its workflow ended and its row is open", row.kind());
            temporal.repair(row.start());
        }
    }

    /** One row that cannot be looked at keeps nobody from the others. */
    private static void in(OperationRow row, Runnable work) {
        try (var _ = MDC.putCloseable("operation", row.id().toString());
                var _ = MDC.putCloseable("server", row.server().toString());
                var _ = MDC.putCloseable("request_id", row.requestId())) {
            work.run();
        } catch (StatusRuntimeException e) {
            LOG.info("Temporal does not answer, the next sweep tries again: {}", e.getStatus());
        } catch (RuntimeException e) {
            LOG.warn("not looked at, the next sweep tries again: {}", e.toString());
        }
    }

    @Override
    public void close() {
        clockwork.shutdownNow();
    }
}
