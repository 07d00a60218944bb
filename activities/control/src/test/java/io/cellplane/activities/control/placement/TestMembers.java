package io.cellplane.activities.control.placement;

import io.cellplane.activities.control.moves.SqlMoves;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.MoveArguments;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.db.Json;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ExtraRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.control.ServerGroupRow;
import io.cellplane.db.lane.Lanes;
import io.cellplane.db.lane.Lanes.Leaving;
import io.cellplane.db.lists.Listed;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestControlLevel.Accepted;
import io.cellplane.db.testing.TestOperation;
import io.cellplane.db.testing.TestRequest;
import io.cellplane.db.testing.TestServer;
import io.cellplane.temporal.step.Moving;
import io.cellplane.temporal.step.Placed;
import io.cellplane.temporal.step.Placement.Search;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Members of groups, placed and moved as one conductor does it. */
final class TestMembers {
    private final TestControlLevel control;
    private final SqlPlacement placement;
    private final SqlMoves moves;

    TestMembers(TestControlLevel control) {
        this.control = control;
        Chooser chooser = new Chooser(control.api, control.cells);
        this.placement = new SqlPlacement(control.api, chooser);
        this.moves = new SqlMoves(control.api, control.cells, chooser);
    }

    /** A move that has claimed its destination. */
    record Aimed(UUID server, Step step, Moving moving) {}

    StepResult<Placed> boot(ServerGroupRow group) {
        return boot(group, TestRequest.server());
    }

    StepResult<Placed> boot(ServerGroupRow group, TestRequest request) {
        return place(control.acceptInto(group, request.build()));
    }

    StepResult<Placed> place(Accepted boot) {
        return placement.place(new Search(new Step(boot.operation(), "place", 1), boot.server(), List.of()));
    }

    void unplace(Accepted boot) {
        placement.unplace(new Step(boot.operation(), "place", 1), boot.server());
    }

    /** From here it is active there, and may be moved. */
    void land(Accepted boot, Placed at) {
        Instant now = Instant.now();
        UUID server = boot.server();
        CellDatabase cell = control.cells.of(at.cell());
        cell.servers().save(Listed.of(TestRequest.server().uuid(server).build()).row());
        cell.servers().settle(server, 1, boot.operation(), at.host(), "nova", now);
        cell.servers().activate(server, 1, 1, now);
        cell.extras().save(new ExtraRow(server, Json.write(TestServer.FLAVOR)));
        control.api.mappings().place(server, at.cell(), 1, now);
        new Lanes(control.api).leave(boot.operation(), Leaving.done());
    }

    /** @param host null: any, in whichever cell */
    StepResult<Moving> aim(UUID server, @Nullable String host) {
        return moves.aim(new Step(migration(server, host).id(), "aim", 1), server, List.of());
    }

    /** @return null when the group or the hosts leave no way */
    @Nullable Aimed tryMove(UUID server) {
        Step step = new Step(migration(server, null).id(), "aim", 1);
        Moving moving = moves.aim(step, server, List.of()).outcome();
        return moving == null ? null : new Aimed(server, step, moving);
    }

    private OperationRow migration(UUID server, @Nullable String host) {
        OperationRow migration = TestOperation.of(server, Kind.MIGRATE, OperationState.ACCEPTED)
                .arguments(new MoveArguments(TestServer.FLAVOR, host, true, false))
                .row();
        control.api.operations().save(migration);
        control.api.lanes().set(server, migration.id(), null);
        return migration;
    }

    void undo(Aimed aimed) {
        moves.unaim(aimed.step(), aimed.server());
    }

    /** Gives up the way back, as a confirm does. */
    void confirm(Aimed aimed) {
        control.api.database().run(() -> {
            lock(aimed);
            control.api.allocations().releaseOf(aimed.step().operation());
        });
    }

    private void lock(Aimed aimed) {
        Stream.of(aimed.moving().from(), aimed.moving().to())
                .map(Placed::provider)
                .distinct()
                .sorted()
                .forEach(provider -> control.api.providers().lock(provider));
    }
}
