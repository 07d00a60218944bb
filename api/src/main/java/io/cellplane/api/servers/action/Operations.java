package io.cellplane.api.servers.action;

import io.cellplane.api.http.Call;
import io.cellplane.api.servers.ServerAccess;
import io.cellplane.api.servers.Starts;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.db.CellAway;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.control.Requester;
import io.cellplane.db.lane.Admissions;
import io.cellplane.db.lane.Admissions.Outcome;
import io.cellplane.db.lane.Asked;
import io.cellplane.db.lane.Gate;
import io.cellplane.db.lists.Listed;
import io.cellplane.db.lists.ServerReads.Found;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one way from a request to a workflow: the server is looked at, the operation let in, then started. One that Temporal
 * does not take is taken back and refused with 503: unlike a create or a delete, nobody is served by an action that
 * happens later.
 */
@Singleton
public final class Operations {
    private static final int LOOKS = 3;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final ApiDatabase api;
    private final ServerAccess access;
    private final Admissions admissions;
    private final Starts starts;
    private final Patience patience;

    Operations(ApiDatabase api, CellDatabases cells, ServerAccess access, Starts starts, Patience patience) {
        this.api = api;
        this.access = access;
        this.admissions = new Admissions(api, cells);
        this.starts = starts;
        this.patience = patience;
    }

    /**
     * Looks at the server, whose state and lock allow the operation; refuses, or says what is wished. It may come more than
     * once, so it only reads: what is to be written is part of the wish.
     */
    public interface Look {
        Wish at(Listed server);
    }

    /** What came of one try. */
    sealed interface Tried {
        record Done() implements Tried {}

        /** What is in the way is nearly over, or nearly to be joined: again, as long as that may take. */
        record Closing(Refused otherwise) implements Tried {}

        /** The server is not there any more, or on its way: again, a few times. */
        record Moved(Refused otherwise) implements Tried {}
    }

    /**
     * Admits and starts an operation.
     *
     * @return the one that does what was asked for
     * @throws Refused 404, 409 when the server's state or lock does not allow it or something else is being done to it,
     *     403 when the quota does not, 503 when its cell or Temporal does not answer
     */
    public OperationRow ask(Call call, String id, Kind kind, Look look) {
        AtomicReference<OperationRow> let = new AtomicReference<>();
        untilDone(call, () -> {
            Found.Here here = here(call, id, kind);
            Listed server = here.server();
            ready(server, kind, call.isAdmin());
            Wish wish = look.at(server);
            OperationRow row = row(call, here.mapping(), kind, wish.arguments());
            let.set(row);
            Outcome outcome = admissions.admit(
                    new Asked(row, here.mapping(), call.isAdmin(), wish.decides(), wish.demand(), wish.diskConfig()));
            return switch (outcome) {
                case Outcome.Accepted accepted -> {
                    startOrTakeBack(accepted.operation());
                    yield new Tried.Done();
                }
                case Outcome.Waiting waiting -> {
                    nudge(waiting.before());
                    yield new Tried.Done();
                }
                case Outcome.Joined joined -> {
                    let.set(joined.waiting());
                    yield new Tried.Done();
                }
                case Outcome.TakenBack _ -> throw Failure.API_AWAY.refused("The database");
                case Outcome.Busy busy
                when busy.before().state().equals(OperationState.CLOSING) || isBeingLetIn(kind, busy.before()) ->
                    new Tried.Closing(busy(server, kind, busy.before()));
                case Outcome.Busy busy -> throw busy(server, kind, busy.before());
                case Outcome.Moved _ -> new Tried.Moved(busy(server, kind, null));
            };
        });
        return Objects.requireNonNull(let.get());
    }

    /** Tries until it is done, or refuses with what the last try says; 503 when a cell that it needs does not answer. */
    void untilDone(Call call, Supplier<Tried> once) {
        long deadline = System.nanoTime() + patience.waits().closing().toNanos();
        int looks = 0;
        while (true) {
            Tried tried;
            try {
                tried = once.get();
            } catch (CellAway away) {
                throw ServerAccess.away(call, away);
            }
            switch (tried) {
                case Tried.Done _ -> {
                    return;
                }
                case Tried.Closing closing -> {
                    if (System.nanoTime() > deadline) {
                        throw closing.otherwise();
                    }
                }
                case Tried.Moved moved -> {
                    if (++looks == LOOKS) {
                        throw moved.otherwise();
                    }
                }
            }
            pause();
        }
    }

    /**
     * The row of an operation that the caller has just asked for, not saved yet.
     *
     * @param arguments as JSON
     */
    OperationRow row(Call call, MappingRow server, Kind kind, String arguments) {
        Requester by = new Requester(server.projectId(), call.user(), call.requestId(), call.globalRequestId());
        return OperationRow.asked(kind, server.uuid(), by, arguments, api.clock(), patience);
    }

    /** What Temporal does not take now, the starter starts. */
    void start(OperationRow row) {
        starts.start(List.of(row.start()));
    }

    /** Tells an operation that another waits for it to make way. */
    void nudge(OperationRow before) {
        starts.nudge(before.server(), before.what(), before.id());
    }

    private void startOrTakeBack(OperationRow row) {
        if (!starts.started(row.start()) && admissions.takeBack(row.id())) {
            throw Failure.API_AWAY.refused("Temporal");
        }
    }

    /** The end of a move is decided in the cell where the server is: without it nobody knows what there is to end. */
    private Found.Here here(Call call, String id, Kind kind) {
        return switch (access.find(call, id, false)) {
            case Found.Here here -> here;
            case Found.Away away when kind.endsMove() -> throw Failure.SERVER_CELL_AWAY.refused(kind.action(), id);
            case Found.Away _, Found.Gone _ -> access.here(call, id, false);
        };
    }

    /** Checked by reading first: a refusal costs no write, and does not stand in the way of others meanwhile. */
    private static void ready(Listed server, Kind kind, boolean mayWhenLocked) {
        Gate.check(kind, server.row(), server.taskState(), mayWhenLocked);
        if (server.cell() == null || server.row().host() == null) {
            throw Failure.SERVER_NOT_READY.refused(server.row().uuid());
        }
    }

    /** It may be joined as soon as it is promised. */
    private static boolean isBeingLetIn(Kind kind, OperationRow before) {
        return kind.joins(before.what()) && before.state().equals(OperationState.ADMITTING);
    }

    /** The record may not say yet what the operation before is about to do. */
    private static Refused busy(Listed server, Kind kind, @Nullable OperationRow before) {
        String task = server.taskState();
        if (task == null && before != null && !before.state().equals(OperationState.CLOSING)) {
            if (kind.endsMove() && before.what().closesWayBack()) {
                return Failure.SERVER_NOT_RESIZED.refused();
            }
            task = before.what().told();
        }
        return task == null
                ? Failure.SERVER_BUSY.refused(kind.action(), server.row().uuid())
                : Failure.SERVER_STATE.refused(kind.action(), server.row().uuid(), "task_state", task);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an operation to close", e);
        }
    }
}
