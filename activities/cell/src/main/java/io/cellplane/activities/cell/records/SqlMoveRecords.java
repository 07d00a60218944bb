package io.cellplane.activities.cell.records;

import io.cellplane.contracts.Patience;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.ActionEvent;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.Owed;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.contracts.server.VmState;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.Json;
import io.cellplane.db.api.AllocationRow;
import io.cellplane.db.api.ApiDatabase;
import io.cellplane.db.api.Debts;
import io.cellplane.db.api.Intents;
import io.cellplane.db.api.MigrationRow;
import io.cellplane.db.api.OperationRow;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.Trail;
import io.cellplane.db.move.RecordMove;
import io.cellplane.operations.MoveRecords;
import io.cellplane.operations.Moving;
import io.cellplane.operations.Placed;
import io.cellplane.operations.Records.Failed;
import io.cellplane.operations.Records.Landed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The ends of moves: what the server's record says, and what the move held, in transactions that may be repeated. */
public final class SqlMoveRecords implements MoveRecords {
    /** Where no window is set: longer than any server lives. */
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final ApiDatabase api;
    private final CellDatabases cells;
    private final Intents intents;
    private final Debts debts;
    private final RecordMove records;
    private final Patience patience;
    private final Consumer<OperationRow> accepted;

    /** @param accepted told of a successor that may start now */
    public SqlMoveRecords(ApiDatabase api, CellDatabases cells, Patience patience, Consumer<OperationRow> accepted) {
        this.api = api;
        this.cells = cells;
        this.patience = patience;
        this.intents = new Intents(api);
        this.debts = new Debts(api);
        this.records = new RecordMove(api, cells);
        this.accepted = accepted;
    }

    @Override
    public StepResult<Landed> resized(
            Step step, UUID move, Moving moving, UUID server, int powerState, List<ActionEvent> events) {
        Optional<OperationRow> operation = api.operations().find(move);
        if (operation.isEmpty()) {
            return StepResult.refused(Failure.FENCED, "the operation is gone");
        }
        Duration window = patience.resizeWindow().isZero() ? FOR_EVER : patience.resizeWindow();
        intents.verify(move, api.clock().instant().plus(window));
        StepResult<Landed> shown = cell(moving.to()).ledger().once(step, Landed.class, () -> {
            Instant now = api.clock().instant();
            place(move, server, moving.to(), moving.after(), VmState.RESIZED, powerState, now);
            done(operation.get(), moving.to(), events, null, null, now);
            return landed(moving.to());
        });
        if (shown.isDone()) {
            intents.shown(move).ifPresent(accepted);
        }
        return shown;
    }

    @Override
    public StepResult<Landed> confirmed(
            Step step, UUID move, Moving moving, UUID server, List<Owed> owed, List<ActionEvent> events) {
        Placed at = moving.to();
        return end(
                step,
                move,
                at,
                events,
                null,
                null,
                now -> cell(at).servers().settleMove(server, at.generation(), step.operation(), now),
                now -> {
                    lock(moving);
                    owe(step.operation(), owed);
                    api.allocations().releaseOf(move);
                    api.quota().settle(server, move, moving.after());
                    api.migrations().status(move, MigrationRow.CONFIRMED, now);
                    return intents.closeMove(move);
                });
    }

    @Override
    public StepResult<Landed> reverted(
            Step step,
            UUID move,
            Moving moving,
            UUID server,
            @Nullable Integer powerState,
            @Nullable Failed failed,
            List<Owed> owed,
            List<ActionEvent> events) {
        Placed from = moving.from();
        // A server that comes back from another cell has a generation of its own again.
        long generation = moving.isAcrossCells() ? moving.to().generation() + 1 : from.generation();
        Placed at = new Placed(from.cell(), from.host(), from.provider(), from.availabilityZone(), generation);
        String vmState = failed != null ? VmState.ERROR : moving.wasRunning() ? VmState.ACTIVE : VmState.STOPPED;
        int power = powerState == null ? PowerState.NOSTATE.code() : powerState;
        boolean lost = moving.isAcrossCells() && records.hasGivenUp(step.operation(), from.cell());
        return end(
                step,
                move,
                at,
                events,
                failed,
                lost ? new GivenUp(api, moving.to().cell()).words(server, move) : null,
                now -> {
                    if (failed != null) {
                        Faults.add(cell(at), server, failed, now);
                    }
                    return place(step.operation(), server, at, moving.before(), vmState, power, now);
                },
                now -> {
                    lock(moving);
                    owe(step.operation(), owed);
                    back(moving, move, server);
                    api.quota().giveBack(move);
                    api.migrations().status(move, MigrationRow.REVERTED, now);
                    return intents.closeMove(move);
                });
    }

    /** A part of an end, at that time. */
    private interface Part {
        int at(Instant now);
    }

    /** @param message for the action, when there is more to say than that it was done */
    private StepResult<Landed> end(
            Step step,
            UUID move,
            Placed at,
            List<ActionEvent> events,
            @Nullable Failed failed,
            @Nullable String message,
            Part record,
            Part release) {
        Optional<OperationRow> operation = api.operations().find(step.operation());
        if (operation.isEmpty()) {
            return StepResult.refused(Failure.FENCED, "the operation is gone");
        }
        intents.closing(step.operation());
        StepResult<Landed> shown = cell(at).ledger().once(step, Landed.class, () -> {
            Instant now = api.clock().instant();
            record.at(now);
            done(operation.get(), at, events, failed, message, now);
            return landed(at);
        });
        if (shown.isDone()) {
            api.database()
                    .write(() -> {
                        if (isOpen(step.operation()) && isOpen(move)) {
                            release.at(api.clock().instant());
                        }
                        // A reset is not at its end yet: what it shows comes after.
                        return operation.get().what() == Kind.RESET
                                ? Optional.<OperationRow>empty()
                                : intents.close(step.operation(), null);
                    })
                    .ifPresent(accepted);
        }
        return shown;
    }

    private boolean isOpen(UUID operation) {
        return api.operations().find(operation).filter(OperationRow::isOpen).isPresent();
    }

    private int place(
            UUID operation, UUID server, Placed at, FlavorSpec flavor, String vmState, int power, Instant now) {
        CellDatabase cell = cell(at);
        cell.extras().reflavor(server, Json.write(flavor));
        return cell.servers()
                .move(
                        server,
                        at.generation(),
                        operation,
                        vmState,
                        power,
                        at.host(),
                        at.availabilityZone(),
                        flavor.memoryMb(),
                        flavor.vcpus(),
                        flavor.rootGb(),
                        flavor.ephemeralGb(),
                        flavor.flavorid(),
                        now);
    }

    private void done(
            OperationRow operation,
            Placed at,
            List<ActionEvent> events,
            @Nullable Failed failed,
            @Nullable String message,
            Instant now) {
        Trail trail = new Trail(cell(at));
        long action = trail.action(operation, now);
        trail.close(action, events, failed == null ? null : failed.message(), now);
        if (message != null) {
            // How the move itself ended was written in the cell that was given up.
            trail.over(operation.server(), operation.requestId(), now);
        }
        if (failed == null && message != null) {
            trail.end(action, message, now);
        }
    }

    private void lock(Moving moving) {
        Stream.of(moving.from().provider(), moving.to().provider())
                .distinct()
                .sorted()
                .forEach(provider -> {
                    api.providers().lock(provider);
                    api.providers().bump(provider);
                });
    }

    /** The server holds again what it held before. */
    private void back(Moving moving, UUID move, UUID server) {
        UUID source = moving.from().provider();
        api.allocations().release(server, moving.to().provider());
        api.allocations().releaseOf(move);
        api.allocations()
                .saveAll(AllocationRow.of(
                        server, AllocationRow.SERVER, server, source, AllocationRow.resources(moving.before())));
    }

    private void owe(UUID operation, List<Owed> owed) {
        api.operations().find(operation).ifPresent(row -> owed.forEach(each -> debts.owe(row, each)));
    }

    private CellDatabase cell(Placed at) {
        return cells.steps(at.cell());
    }

    private static Landed landed(Placed at) {
        return new Landed(at.cell(), at.generation());
    }
}
