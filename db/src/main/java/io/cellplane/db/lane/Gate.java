package io.cellplane.db.lane;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.operation.ActionEvent;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.cell.Trail;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.control.MigrationRow;
import io.cellplane.db.control.OperationRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The cell's side of an admission: the server's record allows it and shows it, once, and its trail tells of it. */
public final class Gate {
    private final ApiDatabase api;
    private final CellDatabases cells;

    Gate(ApiDatabase api, CellDatabases cells) {
        this.api = api;
        this.cells = cells;
    }

    /** What the gate found, to be put back when the operation is taken back. */
    record Found(
            @Nullable String task,
            @Nullable UUID operation,
            @Nullable Boolean diskConfig) {}

    /**
     * @param task what is being done to the server, as its users see it
     * @param mayWhenLocked whether the caller may act on a server that somebody has locked
     * @throws Refused in the words that users know
     */
    public static void check(Kind kind, ServerRow server, @Nullable String task, boolean mayWhenLocked) {
        if (server.locked() && !mayWhenLocked) {
            throw Failure.SERVER_LOCKED.refused(server.uuid());
        }
        if (!kind.vmStates().contains(server.vmState())) {
            throw Failure.SERVER_STATE.refused(kind.action(), server.uuid(), "vm_state", server.vmState());
        }
        if (task != null && !kind.tasks().contains(task)) {
            throw Failure.SERVER_STATE.refused(kind.action(), server.uuid(), "task_state", task);
        }
    }

    private static void check(Asked asked, ServerRow server) {
        Predicate<ServerRow> allows = asked.allows();
        Kind kind = asked.row().what();
        if (allows == null) {
            check(kind, server, server.taskState(), asked.mayWhenLocked());
        } else if (!allows.test(server)) {
            throw Failure.SERVER_STATE.refused(kind.action(), server.uuid(), "vm_state", server.vmState());
        }
    }

    /** @return refused {@code stale} when the record is not there any more, or on its way */
    StepResult<Found> open(Asked asked) {
        OperationRow row = asked.row();
        MappingRow at = asked.at();
        Boolean diskConfig = asked.diskConfig();
        CellDatabase cell = cells.of(String.valueOf(at.cell()));
        List<ActionEvent> begun = begun(row, asked.decides());
        return cell.ledger().once(step(row), Found.class, () -> {
            Instant now = api.clock().instant();
            ServerRow server = here(cell, at).orElseThrow(Failure.STALE::refused);
            check(asked, server);
            if (!owns(cell, row, server, now)) {
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

    /** What only changes what is attached leaves the record to what does something to the server. */
    private static boolean owns(CellDatabase cell, OperationRow row, ServerRow server, Instant now) {
        return row.what().lane() == Kind.Lane.DEVICE
                ? server.moveState() == null
                : cell.servers()
                                .admit(
                                        server.uuid(),
                                        server.generation(),
                                        row.id(),
                                        row.what().task(),
                                        now)
                        == 1;
    }

    /** The record, held to the end, if it is the one that was found. */
    private static Optional<ServerRow> here(CellDatabase cell, MappingRow at) {
        return cell.servers()
                .lock(at.uuid())
                .filter(server -> !server.deleted() && server.generation() == at.generation());
    }

    /** What of the trail begins with the promise. A confirm works where the server came from, a revert where it is. */
    private List<ActionEvent> begun(OperationRow row, @Nullable UUID decides) {
        MigrationRow move =
                decides == null ? null : api.migrations().find(decides).orElse(null);
        boolean across = move != null && !move.sourceCell().equals(move.destCell());
        String host = move == null || across ? null : row.what() == Kind.CONFIRM ? move.sourceHost() : move.destHost();
        return row.what().begins(across).stream()
                .map(name -> new ActionEvent(name, 1, host, row.createdAt(), null, null))
                .toList();
    }

    /** The operation is taken back: the record shows what it showed before. */
    void close(OperationRow row, String cellName) {
        CellDatabase cell = cells.of(cellName);
        cell.ledger().undo(step(row), Found.class, found -> {
            Instant now = api.clock().instant();
            Optional<ServerRow> server = cell.servers().lock(row.server());
            UUID before = isOver(cell, found.operation()) ? null : found.operation();
            String task = before == null ? null : found.task();
            Boolean diskConfig = found.diskConfig();
            if (cell.servers().unadmit(row.server(), row.id(), task, before, now) == 1 && diskConfig != null) {
                cell.servers().setDiskConfig(row.server(), server.orElseThrow().generation(), diskConfig, now);
            }
            Trail trail = new Trail(cell);
            trail.close(trail.action(row, now), List.of(), "It could not be started, and was taken back.", now);
        });
    }

    /** Whether what owned the record before has ended: it could not say so in the record, which somebody else owned. */
    private boolean isOver(CellDatabase cell, @Nullable UUID operation) {
        return operation == null
                || api.operations()
                        .find(operation)
                        .map(before -> new Trail(cell).isOver(before))
                        .orElse(true);
    }

    /**
     * Tells in the trail of a request for what another operation, which waits to begin, is about to do.
     *
     * @return false when the record is not there any more
     * @throws Refused as {@link #check} does
     */
    boolean join(Asked asked) {
        OperationRow row = asked.row();
        CellDatabase cell = cells.of(String.valueOf(asked.at().cell()));
        return cell.database().write(() -> {
            ServerRow server = here(cell, asked.at()).orElse(null);
            if (server == null) {
                return false;
            }
            check(row.what(), server, server.taskState(), asked.mayWhenLocked());
            new Trail(cell).note(server, row, api.clock().instant());
            return true;
        });
    }

    /**
     * A reset of a server to which nothing is being done: whatever is let in later waits for the record.
     *
     * @param free whether nothing is being done to it, asked while its record is held
     * @return false when its record is not there any more, or something is being done to it by now
     */
    boolean show(OperationRow reset, MappingRow at, String vmState, BooleanSupplier free) {
        CellDatabase cell = cells.of(String.valueOf(at.cell()));
        Instant now = api.clock().instant();
        return cell.database().write(() -> {
            ServerRow server = cell.servers().lock(reset.server()).orElse(null);
            if (server == null
                    || !free.getAsBoolean()
                    || cell.servers().reset(server.uuid(), at.generation(), vmState, now) == 0) {
                return false;
            }
            Trail trail = new Trail(cell);
            trail.over(server.uuid(), reset.requestId(), now);
            trail.note(server, reset, now);
            return true;
        });
    }

    private static Step step(OperationRow row) {
        return StepName.ADMIT.of(row.id(), 1);
    }
}
