package io.cellplane.activities.control.moves;

import io.cellplane.activities.control.placement.Chooser;
import io.cellplane.activities.control.placement.HostViews;
import io.cellplane.activities.control.placement.Wanted;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.EndArguments;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.MoveArguments;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.contracts.server.VmState;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.Json;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.control.AllocationRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.DebtRow;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.control.MigrationRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.control.PlaceRow;
import io.cellplane.db.control.ProviderRow;
import io.cellplane.db.lane.Lanes;
import io.cellplane.temporal.step.Moves;
import io.cellplane.temporal.step.Moving;
import io.cellplane.temporal.step.Placed;
import io.cellplane.temporal.step.Ports;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where servers move to, and what holds their way back: claims and the migrations table. */
public final class SqlMoves implements Moves {
    private final ApiDatabase api;
    private final CellDatabases cells;
    private final Chooser chooser;
    private final Lanes lanes;

    /** @param chooser shared with whatever else places servers in this process */
    public SqlMoves(ApiDatabase api, CellDatabases cells, Chooser chooser) {
        this.api = api;
        this.cells = cells;
        this.chooser = chooser;
        this.lanes = new Lanes(api);
    }

    /** The server as it stands, before its first step. */
    private record Start(Placed at, FlavorSpec flavor, boolean running) {}

    @Override
    public StepResult<Moving> aim(Step step, UUID server, List<String> tried) {
        Optional<StepResult<Moving>> known = api.ledger().recorded(step, Moving.class);
        if (known.isPresent()) {
            return known.get();
        }
        OperationRow operation = api.operations().find(step.operation()).orElse(null);
        RequestedServer requested = chooser.requested(server).orElse(null);
        Start start = start(server).orElse(null);
        if (operation == null || requested == null || start == null) {
            return StepResult.refused(Failure.FENCED, "the server is gone");
        }
        MoveArguments move = Json.read(operation.arguments(), MoveArguments.class);
        Placed from = start.at();
        List<String> barred = new ArrayList<>(chooser.barred(server, tried));
        if (!move.sameHost()) {
            barred.add(from.host());
        }
        Wanted wanted = Wanted.move(
                requested,
                move,
                start.flavor(),
                from.cell(),
                from.provider(),
                barred,
                chooser.hints(requested),
                chooser.traits(move.flavor(), requested));
        return chooser.claim(step, Moving.class, server, wanted, (host, placing) -> {
            Placed to =
                    new Placed(host.cell(), host.host(), host.provider(), host.zone(), from.next(host.cell()), placing);
            Moving moving = new Moving(
                    from.in(placing),
                    to,
                    start.flavor(),
                    move.flavor(),
                    operation.what() == Kind.MIGRATE,
                    start.running());
            claim(operation, moving);
            migration(operation, moving);
            return moving;
        });
    }

    /** On one host the greater of both is held, the new part by the server, what the old one has more by the operation. */
    private void claim(OperationRow operation, Moving moving) {
        UUID server = operation.server();
        UUID source = moving.from().provider();
        Map<String, Integer> after = AllocationRow.resources(moving.after());
        if (moving.isSameHost()) {
            Map<String, Integer> more = new HashMap<>();
            AllocationRow.resources(moving.before())
                    .forEach((name, amount) -> more.put(name, Math.max(0, amount - after.getOrDefault(name, 0))));
            api.allocations().release(server, source);
            chooser.allocate(operation.id(), AllocationRow.OPERATION, server, source, more);
        } else {
            api.allocations().hand(server, source, operation.id(), AllocationRow.OPERATION);
            api.providers().bump(source);
        }
        chooser.allocate(server, AllocationRow.SERVER, server, moving.to().provider(), after);
    }

    private void migration(OperationRow operation, Moving moving) {
        Instant now = api.clock().instant();
        Placed to = moving.to();
        if (api.migrations().aim(operation.id(), to.cell(), to.host(), to.provider(), MigrationRow.PRE_MIGRATING, now)
                == 1) {
            return;
        }
        api.migrations()
                .save(new MigrationRow(
                        null,
                        operation.id(),
                        operation.server(),
                        operation.projectId(),
                        operation.userId(),
                        moving.migrate() ? MigrationRow.MIGRATION : MigrationRow.RESIZE,
                        MigrationRow.PRE_MIGRATING,
                        moving.from().cell(),
                        moving.from().host(),
                        moving.from().provider(),
                        moving.from().generation(),
                        to.cell(),
                        to.host(),
                        to.provider(),
                        Json.write(moving.before()),
                        Json.write(moving.after()),
                        moving.wasRunning(),
                        now,
                        now));
    }

    @Override
    public void unaim(Step step, UUID server) {
        api.ledger().undo(step, Moving.class, moving -> {
            UUID source = moving.from().provider();
            UUID dest = moving.to().provider();
            Stream.of(source, dest)
                    .distinct()
                    .sorted()
                    .forEach(provider -> api.providers().lock(provider));
            api.allocations().release(server, dest);
            api.allocations().releaseOf(step.operation());
            if (lives(server)) {
                chooser.allocate(
                        server, AllocationRow.SERVER, server, source, AllocationRow.resources(moving.before()));
            }
            api.providers().bump(source);
            api.providers().bump(dest);
            api.migrations()
                    .status(step.operation(), MigrationRow.ERROR, api.clock().instant());
        });
    }

    /** One that was deleted meanwhile holds nothing any more, whoever undoes what so late. */
    private boolean lives(UUID server) {
        return api.mappings()
                .find(server)
                .filter(row -> row.deletedAt() == null)
                .isPresent();
    }

    @Override
    public Reached fence(UUID operation, UUID server) {
        OperationRow row = api.operations().find(operation).orElse(null);
        if (row == null || row.state().equals(OperationState.CLOSED)) {
            return new Reached(false, false, false, "", 0, List.of());
        }
        boolean arrived = row.state().equals(OperationState.VERIFY);
        if (!arrived) {
            api.ledger().fence(operation); // from here it is not cut over any more
        }
        MappingRow mapping = api.mappings().find(server).orElseThrow();
        boolean cutOver = operation.equals(mapping.movedBy());
        return new Reached(
                true, arrived, cutOver, String.valueOf(mapping.cell()), mapping.generation(), tried(operation));
    }

    /** What was aimed at is in the ledger, also when it was undone. */
    private List<Tried> tried(UUID operation) {
        List<Tried> tried = new ArrayList<>();
        for (PlaceRow place : api.places().of(operation)) {
            api.ledger()
                    .recorded(StepName.AIM.of(operation, place.attempt()), Moving.class)
                    .map(StepResult::outcome)
                    .ifPresent(moving -> tried.add(new Tried(place.attempt(), moving)));
        }
        return tried;
    }

    @Override
    public WayBack begin(UUID operation, UUID server) {
        OperationRow row = api.operations().find(operation).orElseThrow();
        UUID move = Json.read(row.arguments(), EndArguments.class).move();
        MigrationRow migration = api.migrations().find(move).orElseThrow();
        String status = row.what() == Kind.CONFIRM ? MigrationRow.CONFIRMING : MigrationRow.REVERTING;
        boolean begun = api.database().write(() -> {
            api.lanes().lock(server);
            boolean begins = lanes.begin(operation);
            if (begins) {
                if (row.what() == Kind.REVERT) {
                    lanes.place(server);
                }
                api.migrations().status(move, status, api.clock().instant());
            }
            return begins;
        });
        boolean returned = api.ledger()
                .recorded(StepName.RETURNED.of(operation, 1), Ports.Activated.class)
                .isPresent();
        // A source is told only after its ports were turned.
        boolean untold = api.ledger()
                .recorded(StepName.ACTIVATE.of(operation, 1), Ports.Activated.class)
                .isEmpty();
        return wayBack(begun, move, migration, !row.state().equals(OperationState.ACCEPTED), returned, untold);
    }

    @Override
    public @Nullable WayBack left(UUID operation, UUID server) {
        // Also one that came to its VERIFY_RESIZE while the reset waited for it: there was nothing to decide before.
        api.operations()
                .toVerify(server)
                .ifPresent(move -> api.operations()
                        .decide(move.id(), Kind.RESET.token(), api.clock().instant()));
        return api.operations()
                .toVerify(server)
                .filter(move -> Kind.RESET.token().equals(move.decision()))
                .flatMap(move -> api.migrations().find(move.id()))
                .map(migration -> wayBack(true, migration.uuid(), migration, false, false, true))
                .orElse(null);
    }

    private WayBack wayBack(
            boolean begun, UUID move, MigrationRow migration, boolean again, boolean returned, boolean untold) {
        int attempt =
                api.places().of(move).stream().mapToInt(PlaceRow::attempt).max().orElse(1);
        boolean owed = api.debts().of(migration.server()).stream()
                .anyMatch(
                        debt -> debt.kind().equals(DebtRow.BACK) && Objects.equals(debt.host(), migration.destHost()));
        Moving moving = moving(migration, lanes.placing(migration.server()));
        return new WayBack(begun, move, attempt, moving, again, returned, owed, untold);
    }

    /** As it was aimed; told by what has the server's number now. */
    private Moving moving(MigrationRow row, long placing) {
        Placed from = placed(row.sourceCell(), row.sourceHost(), row.sourceProvider(), row.sourceGeneration(), placing);
        String destination = String.valueOf(row.destCell());
        return new Moving(
                from,
                placed(
                        destination,
                        String.valueOf(row.destHost()),
                        row.destProvider() == null ? row.sourceProvider() : row.destProvider(),
                        from.next(destination),
                        placing),
                Json.read(row.oldFlavor(), FlavorSpec.class),
                Json.read(row.newFlavor(), FlavorSpec.class),
                row.migrationType().equals(MigrationRow.MIGRATION),
                row.wasRunning());
    }

    private Placed placed(String cell, String host, UUID provider, long generation, long placing) {
        return new Placed(cell, host, provider, zone(host), generation, placing);
    }

    private String zone(String host) {
        return api.zones().find(host).map(zone -> zone.zone()).orElse(HostViews.DEFAULT_ZONE);
    }

    private Optional<Start> start(UUID server) {
        MappingRow mapping = api.mappings().find(server).orElse(null);
        if (mapping == null || mapping.cell() == null) {
            return Optional.empty();
        }
        CellDatabase cell = cells.of(mapping.cell());
        ServerRow row = cell.servers().find(server).orElse(null);
        if (row == null || row.host() == null) {
            return Optional.empty();
        }
        ProviderRow provider = api.providers().ofHost(row.host()).orElseThrow();
        FlavorSpec flavor = cell.extras()
                .find(server)
                .map(extra -> Json.read(extra.flavor(), FlavorSpec.class))
                .orElseThrow();
        return Optional.of(new Start(
                placed(mapping.cell(), row.host(), provider.uuid(), mapping.generation(), lanes.placing(server)),
                flavor,
                row.vmState().equals(VmState.ACTIVE)));
    }
}
