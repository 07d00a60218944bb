package io.cellplane.api.servers;

import io.cellplane.api.http.Call;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.db.CellAway;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.admission.Admissions;
import io.cellplane.db.admission.Admissions.Outcome;
import io.cellplane.db.admission.Demand;
import io.cellplane.db.admission.Gate;
import io.cellplane.db.api.ApiDatabase;
import io.cellplane.db.api.OperationRow;
import io.cellplane.db.lists.Listed;
import io.cellplane.db.lists.ServerReads.Found;
import io.cellplane.operations.temporal.Temporal;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Lets actions on servers in: checked by reading, then admitted, then started. One that Temporal does not take is taken
 * back and refused with 503: unlike a create or a delete, nobody is served by an action that happens later.
 */
@Singleton
final class Actions {
    private static final int LOOKS = 3;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final ApiDatabase api;
    private final ServerAccess access;
    private final Admissions admissions;
    private final Starts starts;
    private final Patience patience;

    Actions(ApiDatabase api, CellDatabases cells, ServerAccess access, Starts starts, Patience patience) {
        this.api = api;
        this.access = access;
        this.admissions = new Admissions(api, cells);
        this.starts = starts;
        this.patience = patience;
    }

    /**
     * What is to be admitted, once the server is known.
     *
     * @param arguments of the operation, as JSON
     * @param decides the move of which it is the end
     */
    record Wish(
            String arguments,
            @Nullable UUID decides,
            @Nullable Demand demand) {
        static final Wish PLAIN = new Wish("{}", null, null);
    }

    /** Looks at the server, whose state and lock allow the action; refuses, or says what is wished. */
    interface Look {
        Wish at(Listed server);
    }

    /**
     * Admits and starts it.
     *
     * @throws Refused 404, 409 when the server's state or lock does not allow it or something else is being done to it,
     *     403 when the quota does not, 503 when its cell or Temporal does not answer
     */
    void act(Call call, String id, Kind kind, Look look) {
        long deadline = System.nanoTime() + patience.closingWait().toNanos();
        int looks = 0;
        while (true) {
            Found.Here here = here(call, id, kind);
            Listed server = here.server();
            ready(server, kind, call.isAdmin());
            Wish wish = look.at(server);
            OperationRow row = NewOperation.of(api, patience, call, here.mapping(), kind, wish.arguments());
            Outcome outcome;
            try {
                outcome = admissions.admit(row, here.mapping(), call.isAdmin(), wish.decides(), wish.demand());
            } catch (CellAway away) {
                throw ServerAccess.away(away);
            }
            switch (outcome) {
                case Outcome.Accepted accepted -> {
                    start(accepted.operation());
                    return;
                }
                case Outcome.Waiting waiting -> {
                    OperationRow before = waiting.before();
                    starts.nudge(before.server(), before.what(), before.id());
                    return;
                }
                case Outcome.TakenBack _ -> throw Failure.API_AWAY.refused("The database");
                case Outcome.Busy busy -> {
                    boolean isClosing = busy.before().state().equals(OperationState.CLOSING);
                    if (!isClosing || System.nanoTime() > deadline) {
                        throw busy(server, kind, busy.before());
                    }
                    pause();
                }
                case Outcome.Moved _ -> {
                    if (++looks == LOOKS) {
                        throw busy(server, kind, null);
                    }
                    pause();
                }
            }
        }
    }

    /** The end of a move is decided in the cell where the server is: without it nobody knows what there is to end. */
    private Found.Here here(Call call, String id, Kind kind) {
        return switch (access.find(call, id, false)) {
            case Found.Here here -> here;
            case Found.Away away
            when kind.endsMove() ->
                throw Failure.SERVER_CELL_AWAY.refused(
                        kind.action(), id, String.valueOf(away.mapping().cell()));
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

    private void start(OperationRow row) {
        Temporal.Start start = new Temporal.Start(
                row.id(), row.server(), row.what(), row.projectId(), row.requestId(), row.kind() + " " + row.server());
        if (!starts.started(start) && admissions.takeBack(row.id())) {
            throw Failure.API_AWAY.refused("Temporal");
        }
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
