package io.cellplane.db.lane;

import static io.cellplane.contracts.operation.OperationState.ACCEPTED;
import static io.cellplane.contracts.operation.OperationState.CLOSING;
import static io.cellplane.contracts.operation.OperationState.RUNNING;
import static io.cellplane.contracts.operation.OperationState.WAITING;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.Owed;
import io.cellplane.contracts.operation.Precedence;
import io.cellplane.db.control.AllocationRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.LaneRow;
import io.cellplane.db.control.MigrationRow;
import io.cellplane.db.control.OperationRow;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one door to a server's lane and the one way out. Each method is one transaction, or part of one; repeating it
 * changes nothing.
 */
public final class Lanes {
    private static final Set<String> BEGUN = Set.of(RUNNING, CLOSING);

    private final ApiDatabase api;
    private final Debts debts;

    public Lanes(ApiDatabase api) {
        this.api = api;
        this.debts = new Debts(api);
    }

    /** What came of entering a lane. */
    public sealed interface Entered {
        /** It is the one that does something to the server. */
        record Now(OperationRow operation) implements Entered {}

        /** It comes when {@code before} has made way, which is to be nudged. */
        record After(OperationRow operation, OperationRow before) implements Entered {}

        /** Something does not make way for it: one of its own kind, when that waits. */
        record Busy(OperationRow before) implements Entered {}

        /** The server is gone, or the way back is that it was to decide. */
        record Gone() implements Entered {}
    }

    /**
     * How an operation leaves its lane.
     *
     * <p>All but {@link Verify} hand the lane over to what waits there.
     */
    public sealed interface Leaving {
        /** @param outcome the failure's type; null when it was done, or made way */
        record Closed(@Nullable String outcome) implements Leaving {}

        /**
         * The move has come to VERIFY_RESIZE: its row holds the way back, and others may be let in.
         *
         * @param until when it is confirmed by itself
         */
        record Verify(Instant until) implements Leaving {}

        /** VERIFY_RESIZE is shown. */
        record Shown() implements Leaving {}

        /** It was never begun and is taken back: its row goes. */
        record Withdrawn() implements Leaving {}

        static Leaving done() {
            return new Closed(null);
        }
    }

    /** New servers, each with its boot. */
    public void open(List<OperationRow> boots) {
        api.operations().saveAll(boots);
        api.lanes()
                .saveAll(boots.stream()
                        .map(boot -> new LaneRow(boot.server(), boot.id(), null, 0))
                        .toList());
    }

    /**
     * Whether nothing is being done to the server, nor to what is attached to it, and no move of it can be reverted; the lane is
     * held until the end.
     */
    boolean isFree(UUID server) {
        return api.lanes()
                .lock(server)
                .filter(lane -> api.operations().inTheWay(lane.life()) == null)
                .filter(lane -> api.operations().inTheWay(lane.next()) == null)
                .filter(lane -> api.operations().toVerify(server).isEmpty())
                .filter(lane -> beside(server).isEmpty())
                .isPresent();
    }

    /**
     * Enters an operation that has no row yet. What comes over all drops what else waits there, and decides the move whose
     * way back is open, if it need not wait itself.
     */
    Entered enter(OperationRow row, Claim claim) {
        return api.database().write(() -> {
            LaneRow lane = api.lanes().lock(row.server()).orElse(null);
            if (lane == null) {
                return new Entered.Gone();
            }
            OperationRow life = api.operations().inTheWay(lane.life());
            OperationRow next = api.operations().inTheWay(lane.next());
            if (row.what().lane() == Kind.Lane.DEVICE) {
                return enterBeside(row, claim, life, next);
            }
            boolean overAll = row.what().precedence() == Precedence.OVER_ALL;
            if (next != null && !(overAll && row.what().comesOver(next.what()))) {
                return new Entered.Busy(life == null || row.what() == next.what() ? next : life);
            }
            if (life != null && !row.what().comesOver(life.what())) {
                return new Entered.Busy(life);
            }
            UUID decides = claim.decides();
            if (decides != null && api.operations().decide(decides, row.kind(), row.createdAt()) == 0) {
                return new Entered.Gone();
            }
            if (overAll && life == null) {
                api.operations()
                        .toVerify(row.server())
                        .ifPresent(move -> api.operations().decide(move.id(), row.kind(), row.createdAt()));
            }
            if (next != null) {
                end(next.id(), Failure.YIELDED.type());
            }
            api.operations().save(claim.isGated() ? row : row.inState(life == null ? ACCEPTED : WAITING));
            api.lanes().set(lane.server(), life == null ? row.id() : life.id(), life == null ? null : row.id());
            claim.take(row, api.quota());
            return life == null ? new Entered.Now(row) : new Entered.After(row, life);
        });
    }

    /** What changes what is attached does not refuse others that do, nor what only changes the guest's power. */
    private Entered enterBeside(
            OperationRow row, Claim claim, @Nullable OperationRow life, @Nullable OperationRow next) {
        for (OperationRow other : Stream.of(life, next).filter(Objects::nonNull).toList()) {
            if (other.what().isAlone()) {
                return new Entered.Busy(other);
            }
        }
        api.operations().save(claim.isGated() ? row : row.inState(ACCEPTED));
        return new Entered.Now(row);
    }

    /** What is being attached to the server, or detached. */
    public List<OperationRow> beside(UUID server) {
        return api.operations().openOf(server).stream()
                .filter(row -> row.what().lane() == Kind.Lane.DEVICE)
                .toList();
    }

    /**
     * The same, for one that comes over it: what has not begun never does.
     *
     * @return what has begun, and is to make way
     */
    public List<OperationRow> clearBeside(UUID server) {
        return api.database().write(() -> {
            api.lanes().lock(server);
            beside(server).stream()
                    .filter(row -> !BEGUN.contains(row.state()))
                    .forEach(row -> end(row.id(), Failure.YIELDED.type()));
            return beside(server);
        });
    }

    /** Begins a placing of the server on a host, in its transaction. @return its number, greater than any before */
    public long place(UUID server) {
        api.lanes().place(server);
        return placing(server);
    }

    /** The newest placing of the server; 0 when none was begun that had a number. */
    public long placing(UUID server) {
        return api.lanes().find(server).map(LaneRow::placing).orElse(0L);
    }

    /** @return false when it was taken back or is over: then its workflow ends without effect */
    public boolean begin(UUID operation) {
        return api.operations().begin(operation, api.clock().instant()) == 1;
    }

    /** Whether somebody waits for this operation to make way. */
    public boolean mustMakeWay(UUID operation) {
        return successor(operation).isPresent();
    }

    /** Whether that is a delete. */
    public boolean isDeleted(UUID operation) {
        return successor(operation)
                .flatMap(next -> api.operations().find(next))
                .filter(next -> next.what() == Kind.DELETE)
                .isPresent();
    }

    private Optional<UUID> successor(UUID operation) {
        return api.operations()
                .find(operation)
                .flatMap(row -> api.lanes()
                        .find(row.server())
                        .flatMap(lane ->
                                row.what().lane() == Kind.Lane.DEVICE ? overAll(lane) : after(operation, lane)));
    }

    private static Optional<UUID> after(UUID operation, LaneRow lane) {
        return operation.equals(lane.life()) ? Optional.ofNullable(lane.next()) : Optional.empty();
    }

    /** Of what is attached makes way only what comes over all; a move waits for it. */
    private Optional<UUID> overAll(LaneRow lane) {
        return Stream.of(lane.next(), lane.life())
                .map(api.operations()::inTheWay)
                .filter(Objects::nonNull)
                .filter(row -> row.what().precedence() == Precedence.OVER_ALL)
                .map(OperationRow::id)
                .findFirst();
    }

    /** Opens the gate: from here the API waits for the operation instead of refusing. */
    public void closing(UUID operation) {
        api.operations().closing(operation, api.clock().instant());
    }

    /** @return the operation that was waiting for this one, now accepted */
    public Optional<OperationRow> leave(UUID operation, Leaving how) {
        return api.database().write(() -> {
            OperationRow row = api.operations().find(operation).orElse(null);
            if (row == null) {
                return Optional.empty();
            }
            LaneRow lane = api.lanes().lock(row.server()).orElse(null);
            boolean leaves = switch (how) {
                case Leaving.Closed closed -> end(operation, closed.outcome());
                case Leaving.Verify verify -> verify(operation, verify.until());
                case Leaving.Shown _ -> true;
                case Leaving.Withdrawn _ -> withdraw(row);
            };
            return leaves && lane != null ? handOver(lane, operation) : Optional.empty();
        });
    }

    /** The one place where what an operation held of quota and data is given back. @return false when it has ended before */
    private boolean end(UUID operation, @Nullable String outcome) {
        if (api.operations().close(operation, outcome, api.clock().instant()) == 0) {
            return false;
        }
        giveBack(operation);
        return true;
    }

    private boolean withdraw(OperationRow row) {
        if (api.operations().takeBack(row.id()) == 0) {
            return false;
        }
        api.operations()
                .toVerify(row.server())
                .ifPresent(move -> api.operations().undecide(move.id(), row.kind()));
        giveBack(row.id());
        return true;
    }

    private void giveBack(UUID operation) {
        api.operationData().erase(operation);
        api.quota().giveBack(operation);
    }

    /** @return false: it stays in its lane until that is shown, but keeps nobody out any more */
    private boolean verify(UUID operation, Instant until) {
        Instant now = api.clock().instant();
        if (api.operations().verify(operation, until, now) == 1) {
            api.migrations().status(operation, MigrationRow.FINISHED, now);
        }
        return false;
    }

    private Optional<OperationRow> handOver(LaneRow lane, UUID operation) {
        UUID next = lane.next();
        if (operation.equals(next)) {
            api.lanes().set(lane.server(), lane.life(), null);
            return Optional.empty();
        }
        if (!operation.equals(lane.life())) {
            return Optional.empty();
        }
        api.lanes().set(lane.server(), next, null);
        if (next == null
                || api.operations().advance(next, WAITING, ACCEPTED, api.clock().instant()) == 0) {
            return Optional.empty();
        }
        return api.operations().find(next);
    }

    /**
     * The end of a delete: what the server held, its mapping and its lane go in one transaction with the operation.
     *
     * @param owed what did not answer: it becomes a debt
     */
    public void gone(UUID operation, UUID server, List<Owed> owed) {
        api.database().run(() -> {
            Instant now = api.clock().instant();
            api.lanes().lock(server);
            api.operations()
                    .find(operation)
                    .filter(OperationRow::isOpen)
                    .ifPresent(row -> owed.forEach(each -> debts.owe(row, each)));
            api.allocations().ofServer(server).stream()
                    .map(AllocationRow::provider)
                    .distinct()
                    .sorted()
                    .forEach(provider -> api.providers().bump(provider));
            api.allocations().releaseAll(server);
            api.groupMembers().drop(server);
            api.debts().strikeBack(server);
            api.mappings().delete(server, now);
            api.buildRequests().drop(server);
            api.requestSpecs().drop(server);
            api.lanes().remove(server);
            api.operations().openOf(server).forEach(open -> end(open.id(), null));
            api.migrations().endAll(server, now);
            api.quota().giveBack(server);
        });
    }
}
