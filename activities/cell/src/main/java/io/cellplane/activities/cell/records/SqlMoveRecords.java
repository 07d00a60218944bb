package io.cellplane.activities.cell.records;

import io.cellplane.activities.cell.records.Endings.End;
import io.cellplane.activities.cell.records.Endings.Release;
import io.cellplane.activities.cell.records.Endings.Tale;
import io.cellplane.activities.cell.records.Endings.Write;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.operation.ActionEvent;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.Owed;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.contracts.server.VmState;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.Json;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.control.AllocationRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.MigrationRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.lane.Debts;
import io.cellplane.db.lane.Lanes;
import io.cellplane.db.lane.Lanes.Leaving;
import io.cellplane.db.move.CellMoveSteps;
import io.cellplane.temporal.step.MoveRecords;
import io.cellplane.temporal.step.Moving;
import io.cellplane.temporal.step.Placed;
import io.cellplane.temporal.step.Records.Failed;
import io.cellplane.temporal.step.Records.Landed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The ends of moves: what the server's record says, and what the move held, in transactions that may be repeated. */
public final class SqlMoveRecords implements MoveRecords {
    /** Where no window is set: longer than any server lives. */
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final ApiDatabase api;
    private final Endings endings;
    private final Lanes lanes;
    private final Debts debts;
    private final CellMoveSteps records;
    private final Patience patience;

    /** @param accepted told of a successor that may start now */
    public SqlMoveRecords(ApiDatabase api, CellDatabases cells, Patience patience, Consumer<OperationRow> accepted) {
        this.api = api;
        this.patience = patience;
        this.endings = new Endings(api, cells, accepted);
        this.lanes = new Lanes(api);
        this.debts = new Debts(api);
        this.records = new CellMoveSteps(api, cells);
    }

    @Override
    public StepResult<Landed> resized(
            Step step, UUID move, Moving moving, UUID server, int powerState, List<ActionEvent> events) {
        Duration window = patience.deadlines().resizeWindow().isZero()
                ? FOR_EVER
                : patience.deadlines().resizeWindow();
        Placed to = moving.to();
        return endings.verify(
                new End(step, move, to.cell()),
                api.clock().instant().plus(window),
                (cell, operation, now) -> {
                    place(cell, move, server, to, moving.after(), VmState.RESIZED, powerState, now);
                    return landed(to);
                },
                Tale.of(events, null));
    }

    @Override
    public StepResult<Landed> confirmed(
            Step step, UUID move, Moving moving, UUID server, List<Owed> owed, List<ActionEvent> events) {
        Placed at = moving.to();
        return end(
                step,
                move,
                at,
                Tale.of(events, null),
                (cell, now) -> cell.servers().settleMove(server, at.generation(), step.operation(), now),
                now -> {
                    lock(moving);
                    owe(step.operation(), owed);
                    api.debts().giveUp(server);
                    api.allocations().releaseOf(move);
                    api.quota().settle(server, move, moving.after());
                    api.migrations().status(move, MigrationRow.CONFIRMED, now);
                });
    }

    @Override
    public StepResult<Landed> reverted(
            Step step,
            UUID move,
            Moving moving,
            UUID server,
            int powerState,
            List<Owed> owed,
            List<ActionEvent> events) {
        Placed at = moving.back();
        String vmState = moving.wasRunning() ? VmState.ACTIVE : VmState.STOPPED;
        boolean lost = moving.isAcrossCells() && records.hasGivenUp(step.operation(), at.cell());
        String message = lost ? new GivenUp(api, moving.to().cell()).words(server, move) : null;
        Tale tale = Tale.of(events, null);
        return end(
                step,
                move,
                at,
                // How the move itself ended was written in the cell that was given up.
                message == null ? tale : tale.overAll().saying(message),
                (cell, now) -> place(cell, step.operation(), server, at, moving.before(), vmState, powerState, now),
                now -> {
                    lock(moving);
                    owe(step.operation(), owed);
                    back(moving, move, server);
                    api.migrations().status(move, MigrationRow.REVERTED, now);
                });
    }

    @Override
    public StepResult<Landed> stays(
            Step step, UUID move, Moving moving, UUID server, Failed why, List<ActionEvent> events) {
        Placed at = moving.to();
        return endings.close(
                new End(step, step.operation(), at.cell()),
                (cell, operation, now) -> {
                    cell.servers().end(server, at.generation(), operation.id(), null, null, now);
                    Faults.add(cell, server, why, now);
                    return landed(at);
                },
                Tale.of(events, why),
                (landed, now) -> {
                    api.operations().undecide(move, Kind.REVERT.token());
                    api.migrations().status(move, MigrationRow.FINISHED, now);
                });
    }

    private StepResult<Landed> end(
            Step step,
            UUID move,
            Placed at,
            Tale tale,
            BiConsumer<CellDatabase, Instant> record,
            Consumer<Instant> release) {
        End end = new End(step, step.operation(), at.cell());
        Write write = (cell, operation, now) -> {
            record.accept(cell, now);
            return landed(at);
        };
        Release releases = (landed, now) -> {
            if (api.operations().isOpen(move)) {
                release.accept(now);
                lanes.leave(move, Leaving.done());
            }
        };
        // A reset is not at its end yet: what it shows comes after.
        boolean isReset = api.operations()
                .find(step.operation())
                .filter(operation -> operation.what() == Kind.RESET)
                .isPresent();
        return isReset ? endings.passing(end, write, tale, releases) : endings.close(end, write, tale, releases);
    }

    private static void place(
            CellDatabase cell,
            UUID operation,
            UUID server,
            Placed at,
            FlavorSpec flavor,
            String vmState,
            int power,
            Instant now) {
        cell.extras().reflavor(server, Json.write(flavor));
        cell.servers()
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

    private static Landed landed(Placed at) {
        return new Landed(at.cell(), at.generation());
    }
}
