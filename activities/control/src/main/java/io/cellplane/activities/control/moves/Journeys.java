package io.cellplane.activities.control.moves;

import io.cellplane.contracts.operation.Owed;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.db.CellAway;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.PlaceRow;
import io.cellplane.db.lane.Debts;
import io.cellplane.db.move.CellMove;
import io.cellplane.db.move.CellMoveSteps;
import io.cellplane.db.move.Cutover;
import io.cellplane.temporal.step.CellMoves.Course;
import io.cellplane.temporal.step.Placed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The ways of a server's records into other cells while it was booted, found in the ledger: no history is needed. */
public final class Journeys {
    private final ApiDatabase api;
    private final CellDatabases cells;
    private final CellMoveSteps records;
    private final Cutover cutover;
    private final Debts debts;

    public Journeys(ApiDatabase api, CellDatabases cells) {
        this.api = api;
        this.cells = cells;
        this.records = new CellMoveSteps(api, cells);
        this.cutover = new Cutover(api, cells, SqlCellMoves.SEALED_AT_MOST);
        this.debts = new Debts(api);
    }

    /** @param attempt of the boot that began it */
    public record Journey(int attempt, CellMove move) {}

    /** The cells that its boot has claimed a host of and not given back. */
    public Stream<String> claimedBy(UUID server) {
        return api.places().ofBoot(server).stream()
                .filter(place -> recorded(place).filter(StepResult::isDone).isPresent())
                .map(PlaceRow::cell)
                .distinct();
    }

    private Optional<StepResult<Placed>> recorded(PlaceRow place) {
        return api.ledger().recorded(StepName.PLACE.of(place.operation(), place.attempt()), Placed.class);
    }

    public List<Journey> of(UUID server) {
        List<Journey> journeys = new ArrayList<>();
        for (PlaceRow place : api.places().laterOfBoot(server)) {
            Placed placed = recorded(place).map(StepResult::outcome).orElse(null);
            if (placed != null && placed.from() != null) {
                journeys.add(new Journey(
                        place.attempt(),
                        new CellMove(place.operation(), server, placed.from(), placed.cell(), placed.before())));
            }
        }
        return journeys;
    }

    /**
     * Leaves one copy of the records: what arrives is taken back and never will again, or, where it counts already, is
     * opened and the other copy erased, or owed while its cell is away.
     */
    public void settle(UUID server, Predicate<CellMove> which) {
        of(server).stream().filter(journey -> which.test(journey.move())).forEach(this::settle);
    }

    private void settle(Journey journey) {
        CellMove move = journey.move();
        int last = Course.cut(journey.attempt(), Course.CUTS);
        if (!records.isBehind(move)) {
            if (!records.isFlipped(move)) {
                cells.probe(move.from());
            }
            if (cutover.undo(move, last)) {
                records.undoCopy(move, journey.attempt());
                return;
            }
            int cut = Course.cut(journey.attempt(), 1);
            while (cutover.cutOver(move, cut) == Cutover.Outcome.LATER) {
                cut++;
            }
        }
        try {
            cells.probe(move.from());
            records.erase(move.from(), move.server(), move.generation());
        } catch (RuntimeException e) {
            if (!(e instanceof CellAway) && !CellDatabases.isAway(e)) {
                throw e;
            }
            Owed owed = Owed.record(move.from(), move.generation());
            api.database().run(() -> api.operations().find(move.operation()).ifPresent(row -> debts.owe(row, owed)));
        }
    }
}
