package io.cellplane.db.move;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.Json;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.MappingRow;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a move, each one transaction of one database with its row in that database's ledger. What a stalled
 * repeat finds later makes it do nothing; {@link Cutover} puts them in order.
 */
public final class CellMoveSteps {
    private static final String SEALED = "sealed";
    private static final String DEPARTED = "departed";
    static final String ARRIVING = "arriving";

    private final ApiDatabase api;
    private final CellDatabases cells;

    public CellMoveSteps(ApiDatabase api, CellDatabases cells) {
        this.api = api;
        this.cells = cells;
    }

    /** A mark that the step was done. */
    public record Did(String what) {}

    /** @param at when, by the clock of who asked for it */
    public record Sealed(Instant at) {}

    /**
     * Brings the server's rows into the target as an arriving copy, and replaces what an older move has left there.
     *
     * @param at where the copy says it is; null leaves that as it is in the source
     * @return refused when the target still holds a copy that an unfinished cleaning owes
     */
    public StepResult<Brought> copy(CellMove move, int attempt, @Nullable Destination at) {
        return copy(move, attempt, at, null);
    }

    /** @param task shown by the copy once it counts; null leaves what the source shows now */
    public StepResult<Brought> copy(CellMove move, int attempt, @Nullable Destination at, @Nullable String task) {
        CellDatabase target = cells.of(move.to());
        Step step = move.step(StepName.MOVE_COPY, attempt);
        var known = target.ledger().recorded(step, Brought.class);
        if (known.isPresent()) {
            return known.get();
        }
        RecordImage image = export(move, row -> row.moveState() == null);
        return target.ledger().once(step, Brought.class, () -> {
            ServerRow old = target.servers().lock(move.server()).orElse(null);
            RecordStore store = new RecordStore(target.database());
            if (old != null) {
                if (!hasLost(old) || old.generation() >= move.arriving()) {
                    throw Failure.MOVE_COPY_LEFT.refused(move.server());
                }
                store.erase(move.server());
            }
            store.insert(move.server(), move.arriving(), move.operation(), image);
            RecordImage none = RecordImage.none();
            none.tables().put("instances", image.of(MovedTables.INSTANCES));
            store.write(move.server(), none, image);
            if (at != null) {
                settle(target, move, at);
            }
            if (task != null) {
                copies(target)
                        .task(
                                move.server(),
                                move.arriving(),
                                move.operation(),
                                task,
                                api.clock().instant());
            }
            return new Brought(move.arriving(), image.count(), image.digest());
        });
    }

    /**
     * Erases the copy if it is still arriving and this attempt brought it; after this the attempt never will. Only after
     * every flip was barred: see {@link Cutover#undo}.
     */
    public void undoCopy(CellMove move, int attempt) {
        if (isFlipped(move)) {
            throw new IllegalStateException("server " + move.server() + " lives in the copy that is to be undone");
        }
        CellDatabase target = cells.of(move.to());
        target.ledger()
                .undo(
                        move.step(StepName.MOVE_COPY, attempt),
                        Brought.class,
                        brought -> target.servers()
                                .lock(move.server())
                                .filter(row -> isArriving(row, move))
                                .ifPresent(row -> new RecordStore(target.database()).erase(move.server())));
    }

    /**
     * Makes the copy that a move has left in {@code to} arrive again, with what was changed since in the one that counts.
     *
     * @param left the generation of the copy that was left
     */
    public StepResult<Brought> merge(CellMove move, int attempt, long left) {
        CellDatabase target = cells.of(move.to());
        Step step = move.step(StepName.MOVE_MERGE, attempt);
        var known = target.ledger().recorded(step, Brought.class);
        if (known.isPresent()) {
            return known.get();
        }
        RecordImage image = export(move, row -> row.moveState() == null);
        return target.ledger().once(step, Brought.class, () -> {
            target.servers().lock(move.server());
            if (left > move.generation()
                    || copies(target).arriveAgain(move.server(), left, move.arriving(), move.operation()) == 0) {
                throw Failure.MOVE_COPY_LOST.refused(move.server());
            }
            return bring(target, move, image, Import.MERGE);
        });
    }

    /**
     * The same without what was changed since, which is lost: for a cell that does not answer, when an administrator has
     * said so. Recorded as a merge of no rows.
     */
    public StepResult<Brought> giveUp(CellMove move, int attempt, long left) {
        CellDatabase target = cells.of(move.to());
        return target.ledger().once(move.step(StepName.MOVE_MERGE, attempt), Brought.class, () -> {
            target.servers().lock(move.server());
            if (left > move.generation()
                    || copies(target).arriveAgain(move.server(), left, move.arriving(), move.operation()) == 0) {
                throw Failure.MOVE_COPY_LOST.refused(move.server());
            }
            return new Brought(move.arriving(), 0, "");
        });
    }

    /** Whether what was changed since was given up by this operation, in the copy that it brings back. */
    public boolean hasGivenUp(UUID operation, String cell) {
        return cells.of(cell)
                .ledger()
                .recorded(StepName.MOVE_MERGE.of(operation, 1), Brought.class)
                .map(StepResult::outcome)
                .filter(brought -> brought.rows() == 0)
                .isPresent();
    }

    /** The operation was let in without the source's gate: what that would have written. */
    public void adopt(CellMove move) {
        CellDatabase source = cells.of(move.from());
        source.database().run(() -> copies(source).adopt(move.server(), move.generation(), move.operation()));
    }

    /** From here nobody else writes the source. */
    public StepResult<Sealed> seal(CellMove move, int attempt) {
        CellDatabase source = cells.of(move.from());
        return source.ledger().once(move.step(StepName.MOVE_SEAL, attempt), Sealed.class, () -> {
            if (copies(source).seal(move.server(), move.generation(), move.operation()) == 0) {
                throw new IllegalStateException("server " + move.server() + " in " + move.from()
                        + " is not this operation's to seal at generation " + move.generation());
            }
            return new Sealed(api.clock().instant());
        });
    }

    /** Only when the attempt's flip can never come: see {@link #barFlip}. */
    public void unseal(CellMove move, int attempt) {
        CellDatabase source = cells.of(move.from());
        source.ledger()
                .undo(
                        move.step(StepName.MOVE_SEAL, attempt),
                        Sealed.class,
                        done -> copies(source).unseal(move.server(), move.generation(), move.operation()));
    }

    /**
     * Brings what was written since the copy, while the source is sealed by this attempt.
     *
     * @return refused when a later attempt has brought its own: this one's may be older
     */
    public StepResult<Brought> delta(CellMove move, int attempt) {
        CellDatabase target = cells.of(move.to());
        Step step = move.step(StepName.MOVE_DELTA, attempt);
        var known = target.ledger().recorded(step, Brought.class);
        if (known.isPresent()) {
            return known.get();
        }
        RecordImage image = export(move, row -> SEALED.equals(row.moveState()));
        return target.ledger().once(step, Brought.class, () -> {
            ServerRow row = target.servers().lock(move.server()).orElse(null);
            if (copies(target).attemptsAfter(move.operation(), StepName.MOVE_DELTA.token(), attempt) > 0) {
                throw Failure.FENCED.refused();
            }
            if (row == null || !isArriving(row, move)) {
                throw new IllegalStateException(
                        "server " + move.server() + " is not arriving in " + move.to() + " by this operation");
            }
            return bring(target, move, image, Import.DELTA);
        });
    }

    /** The point of no return: from here the other copy counts. */
    public StepResult<Did> flip(CellMove move, int attempt) {
        return api.ledger().once(move.step(StepName.MOVE_FLIP, attempt), Did.class, () -> {
            Instant now = api.clock().instant();
            if (api.mappings().flip(move.server(), move.to(), move.generation(), move.operation(), now) == 0
                    && !isFlipped(move)) {
                throw new IllegalStateException("server " + move.server() + " is not at generation " + move.generation()
                        + " any more, and this operation has not moved it");
            }
            return new Did(move.to());
        });
    }

    /**
     * @return whether the flip of this attempt never came and never will, or was one of an earlier move of the operation;
     *     false when there is no way back
     */
    public boolean barFlip(CellMove move, int attempt) {
        Step step = move.step(StepName.MOVE_FLIP, attempt);
        if (api.ledger().recorded(step, Did.class).filter(StepResult::isDone).isPresent()) {
            return !hasCome(move);
        }
        try {
            api.ledger().undo(step, Did.class, did -> {
                throw new Flipped();
            });
            return true;
        } catch (Flipped e) {
            return !hasCome(move);
        }
    }

    /** Whether the mapping names a place after the one that this move leads to. */
    public boolean isBehind(CellMove move) {
        return api.mappings()
                .find(move.server())
                .filter(row -> row.generation() > move.arriving())
                .isPresent();
    }

    private boolean hasCome(CellMove move) {
        return api.mappings()
                .find(move.server())
                .filter(row -> row.generation() < move.arriving())
                .isEmpty();
    }

    public boolean isFlipped(CellMove move) {
        return api.mappings()
                .find(move.server())
                .filter(row -> row.generation() == move.arriving()
                        && move.operation().equals(row.movedBy())
                        && move.to().equals(row.cell()))
                .isPresent();
    }

    /** The copy that counts takes writes; only after the flip. */
    public StepResult<Did> open(CellMove move, int attempt) {
        CellDatabase target = cells.of(move.to());
        return target.ledger().once(move.step(StepName.MOVE_OPEN, attempt), Did.class, () -> {
            copies(target)
                    .open(
                            move.server(),
                            move.arriving(),
                            move.operation(),
                            api.clock().instant());
            return new Did(move.to());
        });
    }

    /** The copy that lost is kept, for a revert; only after the flip. */
    public StepResult<Did> depart(CellMove move, int attempt) {
        CellDatabase source = cells.of(move.from());
        return source.ledger().once(move.step(StepName.MOVE_DEPART, attempt), Did.class, () -> {
            copies(source).depart(move.server(), move.generation(), move.operation());
            return new Did(move.from());
        });
    }

    /**
     * Erases the copy that lost, with all that hangs from it. Touches nothing that is newer, nor what counts: so a debt
     * may be paid with it at any time.
     *
     * @param generation of the copy that lost
     * @return whether there is none of that generation (or an older one) any more
     */
    public boolean erase(String cell, UUID server, long generation) {
        MappingRow mapping = api.mappings().find(server).orElse(null);
        if (mapping != null && mapping.deletedAt() == null && mapping.generation() <= generation) {
            return false;
        }
        CellDatabase database = cells.of(cell);
        database.database()
                .run(() -> database.servers()
                        .lock(server)
                        .filter(row -> row.generation() <= generation)
                        // A cell that was given up does not know that its copy has lost; the mapping does.
                        .filter(row -> row.moveState() != null || mapping != null)
                        .ifPresent(row -> new RecordStore(database.database()).erase(server)));
        return true;
    }

    private static final class Flipped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Flipped() {
            super("it has flipped", null, false, false);
        }
    }

    /** The rows of the source at one moment: every writer holds the server's row, so none is half-way. */
    private RecordImage export(CellMove move, Predicate<ServerRow> ready) {
        CellDatabase source = cells.of(move.from());
        return source.database().write(() -> {
            ServerRow row = source.servers().lock(move.server()).orElse(null);
            if (row == null || row.generation() != move.generation() || row.deleted() || !ready.test(row)) {
                throw new IllegalStateException("server " + move.server() + " in " + move.from()
                        + " is not ready to be exported at generation " + move.generation());
            }
            return new RecordStore(source.database()).read(move.server());
        });
    }

    private static Brought bring(CellDatabase target, CellMove move, RecordImage image, Import what) {
        RecordStore store = new RecordStore(target.database());
        RecordImage now = store.read(move.server());
        RecordImage wanted = image.into(now, what);
        store.write(move.server(), now, wanted);
        return new Brought(move.arriving(), wanted.count(), wanted.digest());
    }

    private void settle(CellDatabase target, CellMove move, Destination at) {
        copies(target)
                .settle(
                        move.server(),
                        move.arriving(),
                        move.operation(),
                        at.host(),
                        at.availabilityZone(),
                        at.flavor().memoryMb(),
                        at.flavor().vcpus(),
                        at.flavor().rootGb(),
                        at.flavor().ephemeralGb(),
                        at.flavor().flavorid(),
                        api.clock().instant());
        copies(target).flavor(move.server(), Json.write(at.flavor()));
    }

    private static boolean hasLost(ServerRow row) {
        return SEALED.equals(row.moveState()) || DEPARTED.equals(row.moveState());
    }

    private static boolean isArriving(ServerRow row, CellMove move) {
        return row.generation() == move.arriving()
                && ARRIVING.equals(row.moveState())
                && Objects.equals(row.operation(), move.operation());
    }

    private static CopyRows copies(CellDatabase cell) {
        return cell.database().rows(CopyRows.class);
    }
}
