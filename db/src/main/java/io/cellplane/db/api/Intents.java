package io.cellplane.db.api;

import static io.cellplane.contracts.operation.OperationState.ACCEPTED;
import static io.cellplane.contracts.operation.OperationState.WAITING;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.Owed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What every operation does to its own row and to its server's lane: enter, begin, close, hand over. Each method is one
 * transaction, and repeating it changes nothing.
 */
public final class Intents {
    private final ApiDatabase api;
    private final Debts debts;

    public Intents(ApiDatabase api) {
        this.api = api;
        this.debts = new Debts(api);
    }

    /** What came of entering a lane. */
    public sealed interface Entered {
        /** It may start at once. */
        record Now(OperationRow operation) implements Entered {}

        /** It starts when {@code before} has ended, which is to be nudged. */
        record After(OperationRow operation, OperationRow before) implements Entered {}

        /** One like it is there already. */
        record Already() implements Entered {}

        /** The server is gone. */
        record Gone() implements Entered {}
    }

    /** Accepts a delete: over everything else, once. The server is queued for deletion in the same transaction. */
    public Entered enterDelete(OperationRow delete) {
        return api.database().write(() -> {
            LaneRow lane = api.lanes().lock(delete.server()).orElse(null);
            if (lane == null
                    || api.mappings()
                                    .queueForDelete(delete.server(), api.clock().instant())
                            == 0) {
                return new Entered.Gone();
            }
            OperationRow life = api.operations().inTheWay(lane.life());
            if (life == null) {
                Instant now = api.clock().instant();
                api.operations()
                        .toVerify(delete.server())
                        .ifPresent(move -> api.operations().decide(move.id(), delete.kind(), now));
                api.operations().save(delete.inState(ACCEPTED));
                api.lanes().set(lane.server(), delete.id(), null);
                return new Entered.Now(delete);
            }
            OperationRow next = api.operations().inTheWay(lane.next());
            if (life.kind().equals(delete.kind())
                    || (next != null && next.kind().equals(delete.kind()))) {
                return new Entered.Already();
            }
            if (next != null) { // whatever else waited there is pointless now
                api.operations()
                        .close(next.id(), Failure.YIELDED.type(), api.clock().instant());
            }
            api.operations().save(delete.inState(WAITING));
            api.lanes().set(lane.server(), life.id(), delete.id());
            return new Entered.After(delete, life);
        });
    }

    /** @return false when it was taken back or is over: then its workflow ends without effect */
    public boolean begin(UUID operation) {
        return api.operations().begin(operation, api.clock().instant()) == 1;
    }

    /** Opens the gate: from here the API waits for the operation instead of refusing. */
    public void closing(UUID operation) {
        api.operations().closing(operation, api.clock().instant());
    }

    /** @return the operation that was waiting for this one, now accepted */
    public Optional<OperationRow> close(UUID operation, @Nullable String outcome) {
        return api.database().write(() -> closeWithin(operation, outcome));
    }

    /**
     * The move has come to VERIFY_RESIZE: its row holds the way back, and others may be let in.
     *
     * @param until when it is confirmed by itself
     */
    public void verify(UUID operation, Instant until) {
        api.database().run(() -> {
            Instant now = api.clock().instant();
            if (api.operations().verify(operation, until, now) == 1) {
                api.migrations().status(operation, MigrationRow.FINISHED, now);
            }
        });
    }

    /** In the transaction of the confirm or the revert that ends it. @return 1 the first time */
    public int closeMove(UUID move) {
        api.operationData().erase(move);
        return api.operations().close(move, null, api.clock().instant());
    }

    /** VERIFY_RESIZE is shown: what waited for the move is accepted. */
    public Optional<OperationRow> shown(UUID operation) {
        return api.database().write(() -> {
            OperationRow row = api.operations().find(operation).orElse(null);
            LaneRow lane = row == null ? null : api.lanes().lock(row.server()).orElse(null);
            if (row == null || lane == null || !operation.equals(lane.life())) {
                return Optional.empty();
            }
            UUID next = lane.next();
            api.lanes().set(lane.server(), next, null);
            Instant now = api.clock().instant();
            if (next == null || api.operations().advance(next, WAITING, ACCEPTED, now) == 0) {
                return Optional.empty();
            }
            return api.operations().find(next);
        });
    }

    /** The same inside a transaction that also changes what the operation held. */
    Optional<OperationRow> closeWithin(UUID operation, @Nullable String outcome) {
        Instant now = api.clock().instant();
        OperationRow row = api.operations().find(operation).orElse(null);
        if (row == null) {
            return Optional.empty();
        }
        LaneRow lane = api.lanes().lock(row.server()).orElse(null);
        if (api.operations().close(operation, outcome, now) == 0) {
            return Optional.empty();
        }
        api.operationData().erase(operation);
        if (lane == null) {
            return Optional.empty();
        }
        UUID next = lane.next();
        if (operation.equals(next)) {
            api.lanes().set(lane.server(), lane.life(), null);
            return Optional.empty();
        }
        if (!operation.equals(lane.life())) {
            return Optional.empty();
        }
        api.lanes().set(lane.server(), next, null);
        if (next == null || api.operations().advance(next, WAITING, ACCEPTED, now) == 0) {
            return Optional.empty();
        }
        return api.operations().find(next);
    }

    /** Whether somebody waits for this operation to make way. */
    public boolean mustMakeWay(UUID operation) {
        return api.operations()
                .find(operation)
                .flatMap(row -> api.lanes().find(row.server()))
                .filter(lane -> operation.equals(lane.life()) && lane.next() != null)
                .isPresent();
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
            api.mappings().delete(server, now);
            api.buildRequests().drop(server);
            api.requestSpecs().drop(server);
            api.lanes().remove(server);
            for (OperationRow open : api.operations().openOf(server)) {
                api.operations().close(open.id(), null, now);
                api.operationData().erase(open.id());
                api.quota().giveBack(open.id());
            }
            api.migrations().endAll(server, now);
            api.quota().giveBack(server);
        });
    }
}
