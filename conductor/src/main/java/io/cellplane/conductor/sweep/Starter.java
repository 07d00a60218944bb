package io.cellplane.conductor.sweep;

import io.cellplane.contracts.Patience;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.lane.Admissions;
import io.cellplane.temporal.client.Temporal;
import io.cellplane.temporal.flow.WorkflowIds;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Sees to it that every open row has a workflow: starts what was accepted and not started, nudges what must make way,
 * starts again what Temporal has lost, and repairs what has ended without closing its row. Any number of them may run.
 */
public final class Starter implements Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Starter.class);
    private static final int BATCH = 200;

    private final ApiDatabase api;
    private final CellDatabases cells;
    private final Temporal temporal;
    private final Admissions admissions;
    private final Patience patience;
    private @Nullable Instant firstSweep;

    public Starter(ApiDatabase api, CellDatabases cells, Temporal temporal, Patience patience) {
        this.api = api;
        this.cells = cells;
        this.temporal = temporal;
        this.admissions = new Admissions(api, cells);
        this.patience = patience;
    }

    @Override
    public String name() {
        return "starter";
    }

    @Override
    public Duration rest() {
        return patience.sweeps().every();
    }

    /** Starts an operation that was accepted just now; what fails is left to the next sweep. */
    public void startNow(OperationRow row) {
        try {
            temporal.start(row.start());
        } catch (StatusRuntimeException e) {
            LOG.info("not started, the next sweep tries again: {}", e.getStatus());
        }
    }

    /** Looks at every open row that has stood longer than it should. */
    @Override
    public void sweep(Round round) {
        Instant now = api.clock().instant();
        if (firstSweep == null) {
            firstSweep = now;
        }
        Instant stale = now.minus(patience.sweeps().acceptedStale());
        // A cell that does not answer holds its own rows only.
        cells.names().forEach(cell -> round.in(cell, () -> takeBackOf(cell, round)));
        takeBackOf(null, round);
        look(round, OperationState.ACCEPTED, stale, this::reviveOrWithdraw);
        look(round, api.operations().unnudged(now, stale, BATCH), this::nudgePredecessor);
        // What was not looked at since this process came up is asked for: Temporal may have lost what ran.
        Instant due = now.minus(patience.sweeps().runningUnseen());
        Instant unseen = due.isAfter(firstSweep) ? due : firstSweep;
        look(round, OperationState.RUNNING, unseen, this::revive);
        look(round, OperationState.CLOSING, unseen, this::revive);
        look(round, api.operations().unshown(unseen, BATCH), this::revive);
    }

    /** @param cell null for what has none yet */
    private void takeBackOf(@Nullable String cell, Round round) {
        Instant now = api.clock().instant();
        look(
                round,
                api.operations()
                        .halfway(
                                cell,
                                now.minus(patience.sweeps().admittingStale()),
                                now.minus(patience.sweeps().acceptedStale()),
                                BATCH),
                this::takeBack);
    }

    private void look(Round round, String state, Instant before, Consumer<OperationRow> at) {
        look(round, api.operations().stale(state, before, BATCH), at);
    }

    private void look(Round round, List<OperationRow> rows, Consumer<OperationRow> at) {
        rows.forEach(row -> round.attempt(() -> look(row, at)));
    }

    /**
     * What was looked at goes to the end of the queue, also what this build cannot work on: no row is starved by older
     * ones. What only waits for Temporal stays where it is.
     */
    private void look(OperationRow row, Consumer<OperationRow> at) {
        try (var _ = MDC.putCloseable("operation", row.id().toString());
                var _ = MDC.putCloseable("server", row.server().toString());
                var _ = MDC.putCloseable("request_id", row.requestId())) {
            boolean looked = true;
            try {
                at.accept(row);
            } catch (StatusRuntimeException away) {
                looked = false;
                throw away;
            } finally {
                if (looked) {
                    api.operations().touch(row.id(), row.state(), api.clock().instant());
                }
            }
        }
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
            LOG.warn("took back {}: it was not let in to the end, or could not be started", row.kind());
        }
    }

    /** What is not kept and cannot be started is taken back, by the next that comes round to its cell. */
    private void reviveOrWithdraw(OperationRow row) {
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
            api.operations().withdraw(row.id(), api.clock().instant());
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
}
