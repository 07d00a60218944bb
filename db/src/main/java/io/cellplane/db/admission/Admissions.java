package io.cellplane.db.admission;

import static io.cellplane.contracts.operation.OperationState.ACCEPTED;
import static io.cellplane.contracts.operation.OperationState.ADMITTING;
import static io.cellplane.contracts.operation.OperationState.WAITING;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.fault.FaultPoints;
import io.cellplane.contracts.operation.ActionEvent;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.api.ApiDatabase;
import io.cellplane.db.api.LaneRow;
import io.cellplane.db.api.MappingRow;
import io.cellplane.db.api.MigrationRow;
import io.cellplane.db.api.OperationRow;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.cell.Trail;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Lets an operation in, or takes it back: its row with its lane and quota in one transaction, then the gate in the cell,
 * then the promise. A process that dies in between leaves a row that the starter takes back.
 */
public final class Admissions {

    private final ApiDatabase api;
    private final CellDatabases cells;

    public Admissions(ApiDatabase api, CellDatabases cells) {
        this.api = api;
        this.cells = cells;
    }

    /** What came of it; a refusal is thrown. */
    public sealed interface Outcome {
        /** Promised: start it. */
        record Accepted(OperationRow operation) implements Outcome {}

        /** Promised: it starts when {@code before} has made way, which is to be nudged. */
        record Waiting(OperationRow operation, OperationRow before) implements Outcome {}

        /** Something is being done to the server. */
        record Busy(OperationRow before) implements Outcome {}

        /** The record is not there any more, or on its way: look again. */
        record Moved() implements Outcome {}

        /** It took so long that it was taken back. */
        record TakenBack() implements Outcome {}
    }

    /** What the gate found, to be put back when the operation is taken back. */
    record Found(
            @Nullable String task,
            @Nullable UUID operation,
            @Nullable Boolean diskConfig) {}

    /** The same for one that leaves the record's disk configuration alone. */
    public Outcome admit(
            OperationRow row, MappingRow at, boolean mayWhenLocked, @Nullable UUID decides, @Nullable Demand demand) {
        return admit(row, at, mayWhenLocked, decides, demand, null);
    }

    /**
     * @param row in state {@code admitting}
     * @param at where the server was found
     * @param mayWhenLocked whether the caller may act on a server that somebody has locked
     * @param decides the move of which this is the end, else null
     * @param diskConfig what the record says of its disk from here on; null leaves it
     * @throws Refused when the server's state, its lock or the quota does not allow it; nothing is left behind
     * @throws io.cellplane.db.CellAway when its cell does not answer; nothing is left behind, now or soon
     */
    public Outcome admit(
            OperationRow row,
            MappingRow at,
            boolean mayWhenLocked,
            @Nullable UUID decides,
            @Nullable Demand demand,
            @Nullable Boolean diskConfig) {
        FaultPoints.before(row.kind() + ".admit");
        Outcome entered = enter(row, decides, demand);
        if (entered instanceof Outcome.Busy || entered instanceof Outcome.Moved) {
            return entered;
        }
        boolean open = false;
        try {
            StepResult<Found> opened = open(row, at, mayWhenLocked, decides, diskConfig);
            if (!opened.isDone()) {
                if (Failure.STALE.type().equals(opened.failure())) {
                    return new Outcome.Moved();
                }
                opened.orRefuse();
            }
            open = true;
        } finally {
            if (!open) {
                takeBack(row.id());
            }
        }
        Outcome promised = promise(row, entered);
        FaultPoints.after(row.kind() + ".admit");
        return promised;
    }

    private Outcome enter(OperationRow row, @Nullable UUID decides, @Nullable Demand demand) {
        return api.database().write(() -> {
            LaneRow lane = api.lanes().lock(row.server()).orElse(null);
            if (lane == null) {
                return new Outcome.Moved();
            }
            OperationRow life = api.operations().inTheWay(lane.life());
            OperationRow next = api.operations().inTheWay(lane.next());
            if (next != null) {
                return new Outcome.Busy(life == null ? next : life);
            }
            if (life != null && !row.what().comesOver(life.what())) {
                return new Outcome.Busy(life);
            }
            if (decides != null && api.operations().decide(decides, row.kind(), row.createdAt()) == 0) {
                return new Outcome.Moved();
            }
            api.operations().save(row);
            api.lanes().set(lane.server(), life == null ? row.id() : life.id(), life == null ? null : row.id());
            if (demand != null && (demand.cores() > 0 || demand.ram() > 0)) {
                var taken = api.quota()
                        .takeMore(
                                row.id(), row.projectId(), row.userId(), demand.cores(), demand.ram(), demand.limits());
                if (taken.servers() == 0) {
                    throw demand.exceeded().apply(taken.before());
                }
            }
            return life == null ? new Outcome.Accepted(row) : new Outcome.Waiting(row, life);
        });
    }

    private StepResult<Found> open(
            OperationRow row,
            MappingRow at,
            boolean mayWhenLocked,
            @Nullable UUID decides,
            @Nullable Boolean diskConfig) {
        CellDatabase cell = cells.steps(String.valueOf(at.cell()));
        List<ActionEvent> begun = begun(row, decides);
        return cell.ledger().once(admit(row.id()), Found.class, () -> {
            Instant now = api.clock().instant();
            ServerRow server = cell.servers().lock(row.server()).orElse(null);
            if (server == null || server.deleted() || server.generation() != at.generation()) {
                throw Failure.STALE.refused();
            }
            Gate.check(row.what(), server, server.taskState(), mayWhenLocked);
            if (cell.servers()
                            .admit(
                                    server.uuid(),
                                    server.generation(),
                                    row.id(),
                                    row.what().task(),
                                    now)
                    == 0) {
                throw Failure.STALE.refused();
            }
            if (diskConfig != null) {
                cell.servers().setDiskConfig(server.uuid(), server.generation(), diskConfig, now);
            }
            Trail trail = new Trail(cell);
            trail.record(trail.action(row, now), begun);
            return new Found(
                    server.taskState(), server.operation(), diskConfig == null ? null : server.autoDiskConfig());
        });
    }

    /** A confirm works where the server came from, a revert where it is; across cells it is the conductor's. */
    private List<ActionEvent> begun(OperationRow row, @Nullable UUID decides) {
        MigrationRow move =
                decides == null ? null : api.migrations().find(decides).orElse(null);
        boolean across = move != null && !move.sourceCell().equals(move.destCell());
        String host = move == null || across ? null : row.what() == Kind.CONFIRM ? move.sourceHost() : move.destHost();
        return row.what().begins(across).stream()
                .map(name -> new ActionEvent(name, 1, host, row.createdAt(), null, null))
                .toList();
    }

    private Outcome promise(OperationRow row, Outcome entered) {
        return api.database().write(() -> {
            Instant now = api.clock().instant();
            LaneRow lane = api.lanes().lock(row.server()).orElse(null);
            boolean waits = lane != null && row.id().equals(lane.next());
            if (lane == null || api.operations().advance(row.id(), ADMITTING, waits ? WAITING : ACCEPTED, now) == 0) {
                return new Outcome.TakenBack();
            }
            return waits ? entered : new Outcome.Accepted(row);
        });
    }

    /**
     * Undoes what was let in, unless it has begun. It may be repeated, and goes on where it was interrupted.
     *
     * @return false when it has begun
     * @throws io.cellplane.db.CellAway when the cell does not answer: the starter goes on later
     */
    public boolean takeBack(UUID operation) {
        if (api.operations().withdraw(operation, api.clock().instant()) == 0) {
            return false;
        }
        OperationRow row = api.operations().find(operation).orElseThrow();
        Optional<String> where = api.mappings().find(row.server()).map(MappingRow::cell);
        where.ifPresent(name -> close(cells.steps(name), row));
        api.database().run(() -> leave(row));
        return true;
    }

    private void close(CellDatabase cell, OperationRow row) {
        cell.ledger().undo(admit(row.id()), Found.class, found -> {
            Instant now = api.clock().instant();
            Boolean diskConfig = found.diskConfig();
            if (cell.servers().unadmit(row.server(), row.id(), found.task(), found.operation(), now) == 1
                    && diskConfig != null) {
                ServerRow server = cell.servers().find(row.server()).orElseThrow();
                cell.servers().setDiskConfig(server.uuid(), server.generation(), diskConfig, now);
            }
            Trail trail = new Trail(cell);
            trail.close(trail.action(row, now), List.of(), "It could not be started, and was taken back.", now);
        });
    }

    private void leave(OperationRow row) {
        LaneRow lane = api.lanes().lock(row.server()).orElse(null);
        if (api.operations().takeBack(row.id()) == 0) {
            return;
        }
        api.operations()
                .toVerify(row.server())
                .ifPresent(move -> api.operations().undecide(move.id(), row.kind()));
        api.operationData().erase(row.id());
        api.quota().giveBack(row.id());
        if (lane == null) {
            return;
        }
        if (row.id().equals(lane.next())) {
            api.lanes().set(lane.server(), lane.life(), null);
        } else if (row.id().equals(lane.life())) {
            api.lanes().set(lane.server(), lane.next(), null);
            UUID next = lane.next();
            if (next != null) {
                api.operations().advance(next, WAITING, ACCEPTED, api.clock().instant());
            }
        }
    }

    private static Step admit(UUID operation) {
        return StepName.ADMIT.of(operation, 1);
    }
}
