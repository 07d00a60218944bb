package io.cellplane.activities.control.lane;

import io.cellplane.activities.control.moves.Journeys;
import io.cellplane.contracts.operation.InterfaceArguments;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.Owed;
import io.cellplane.contracts.operation.Precedence;
import io.cellplane.contracts.operation.Step;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.Json;
import io.cellplane.db.control.AllocationRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.control.MigrationRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.control.PlaceRow;
import io.cellplane.db.control.ProviderRow;
import io.cellplane.db.lane.Debts;
import io.cellplane.db.lane.Lanes;
import io.cellplane.db.lane.Lanes.Leaving;
import io.cellplane.temporal.step.Lane;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The operation's own row and its server's lane, in the API database. */
public final class SqlLane implements Lane {
    private final ApiDatabase api;
    private final Lanes lanes;
    private final Debts debts;
    private final Journeys journeys;
    private final Consumer<OperationRow> accepted;

    /** @param accepted told of a successor that may start now */
    public SqlLane(ApiDatabase api, CellDatabases cells, Consumer<OperationRow> accepted) {
        this.api = api;
        this.lanes = new Lanes(api);
        this.debts = new Debts(api);
        this.journeys = new Journeys(api, cells);
        this.accepted = accepted;
    }

    @Override
    public Held begin(UUID operation, UUID server) {
        return held(lanes.begin(operation), operation, server);
    }

    @Override
    public List<Beside> beside(UUID server) {
        return besides(lanes.beside(server));
    }

    /** What must end before the operation goes on; of a server that is deleted nothing is attached any more. */
    private List<Beside> besides(Kind kind, UUID server) {
        if (!kind.isAlone()) {
            return List.of();
        }
        List<OperationRow> beside =
                kind.precedence() == Precedence.OVER_ALL ? lanes.clearBeside(server) : lanes.beside(server);
        if (kind == Kind.DELETE) {
            beside.forEach(row -> api.ledger().fence(row.id()));
        }
        return besides(beside);
    }

    private static @Nullable UUID device(OperationRow row) {
        return row.what() == Kind.DETACH_INTERFACE
                ? Json.read(row.arguments(), InterfaceArguments.class).port()
                : null;
    }

    private static List<Beside> besides(List<OperationRow> rows) {
        return rows.stream().map(row -> new Beside(row.id(), row.what())).toList();
    }

    @Override
    public boolean mustMakeWay(UUID operation) {
        return lanes.mustMakeWay(operation);
    }

    @Override
    public boolean isDeleted(UUID operation) {
        return lanes.isDeleted(operation);
    }

    @Override
    public void makeWay(UUID operation) {
        api.database().write(() -> leave(operation)).ifPresent(accepted);
    }

    private Optional<OperationRow> leave(UUID operation) {
        openInItsLane(operation)
                .ifPresent(row -> debts.oweEarlierEnds(
                        row,
                        api.mappings().find(row.server()).map(MappingRow::cell).orElse(null)));
        return lanes.leave(operation, Leaving.done());
    }

    @Override
    public void gone(UUID operation, UUID server, List<Owed> owed) {
        lanes.gone(operation, server, owed);
    }

    @Override
    public Outlook look(UUID operation, String host) {
        Optional<HostStateRow> state = api.hostStates().find(host);
        boolean fenced = state.filter(HostStateRow::fenced).isPresent();
        boolean up = state.filter(HostStateRow::up).isPresent();
        return new Outlook(up, fenced, lanes.mustMakeWay(operation), lanes.isDeleted(operation));
    }

    /** Not by one that is over: its late step would owe anew what was paid since. */
    @Override
    public void owe(UUID operation, Owed owed) {
        api.database().run(() -> openInItsLane(operation).ifPresent(row -> debts.owe(row, owed)));
    }

    /** Read behind its lane's lock, which is held until the end of the transaction; empty when it is over. */
    private Optional<OperationRow> openInItsLane(UUID operation) {
        return api.operations()
                .find(operation)
                .filter(row -> api.lanes().lock(row.server()).isPresent())
                .flatMap(row -> api.operations().find(operation))
                .filter(OperationRow::isOpen);
    }

    @Override
    public boolean isOwed(UUID debt) {
        return api.debts().find(debt).isPresent();
    }

    @Override
    public void settle(UUID debt, long placing) {
        debts.settle(debt, placing);
    }

    @Override
    public Held giveUp(Step landing, UUID server) {
        api.ledger().bar(landing);
        return begin(landing.operation(), server);
    }

    @Override
    public Held fence(UUID operation, UUID server) {
        boolean open = api.operations().isOpen(operation);
        if (open) {
            api.ledger().fence(operation); // from here its records are not cut over any more
        }
        return held(open, operation, server);
    }

    /**
     * Left by a move that has not ended, wherever it came from or goes to, or by a boot that was looking for a host; or written
     * by one that has not said yet which cell counts.
     *
     * @param at where the server's record counts; null while none does
     */
    private List<Copy> copies(UUID server, @Nullable String at) {
        Stream<Copy> moved = api.migrations().of(server).stream()
                .filter(MigrationRow::isUnderWay)
                .flatMap(SqlLane::ends)
                .filter(copy -> !copy.cell().equals(at));
        Stream<Copy> booted = journeys.of(server).stream()
                .map(Journeys.Journey::move)
                .flatMap(move ->
                        Stream.of(new Copy(move.from(), move.generation()), new Copy(move.to(), move.arriving())))
                .filter(copy -> !copy.cell().equals(at));
        Stream<Copy> landing = at == null ? journeys.claimedBy(server).map(cell -> new Copy(cell, 1)) : Stream.empty();
        return Stream.of(moved, booted, landing)
                .flatMap(copies -> copies)
                .distinct()
                .toList();
    }

    /** Within a cell both are one. A revert has the source's copy arrive again, newer than the one that counts. */
    private static Stream<Copy> ends(MigrationRow move) {
        String to = move.destCell();
        long left = move.sourceGeneration();
        if (to == null || to.equals(move.sourceCell())) {
            return Stream.of(new Copy(move.sourceCell(), left));
        }
        boolean returns = move.status().equals(MigrationRow.REVERTING);
        return Stream.of(new Copy(move.sourceCell(), returns ? left + 2 : left), new Copy(to, left + 1));
    }

    private Held held(boolean begun, UUID operation, UUID server) {
        OperationRow row = begun ? api.operations().find(operation).orElse(null) : null;
        Optional<MappingRow> mapping = api.mappings().find(server);
        Set<Place> places = new LinkedHashSet<>();
        api.allocations().ofServer(server).stream()
                .sorted(Comparator.comparing(held -> !held.consumerType().equals(AllocationRow.SERVER)))
                .map(AllocationRow::provider)
                .distinct()
                .map(provider -> api.providers().find(provider).orElseThrow())
                .forEach((ProviderRow provider) -> places.add(new Place(provider.cell(), provider.host())));
        List<PlaceRow> claimed = api.places().of(operation);
        claimed.forEach(place -> places.add(new Place(place.cell(), place.host())));
        return new Held(
                begun,
                mapping.map(MappingRow::cell).orElse(null),
                mapping.map(MappingRow::generation).orElse(1L),
                lanes.placing(server),
                List.copyOf(places),
                copies(server, mapping.map(MappingRow::cell).orElse(null)),
                claimed.stream().mapToInt(PlaceRow::attempt).max().orElse(0),
                row == null ? List.of() : besides(row.what(), server),
                row == null ? null : device(row));
    }
}
