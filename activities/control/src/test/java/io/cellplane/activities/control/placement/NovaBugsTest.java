package io.cellplane.activities.control.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.activities.control.moves.SqlMoves;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.MoveArguments;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.Json;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ExtraRow;
import io.cellplane.db.control.AllocationRow;
import io.cellplane.db.control.InventoryRow;
import io.cellplane.db.control.MigrationRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.control.ProviderRow;
import io.cellplane.db.lane.Lanes;
import io.cellplane.db.lane.Lanes.Leaving;
import io.cellplane.db.lists.Listed;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestControlLevel.Accepted;
import io.cellplane.db.testing.TestOperation;
import io.cellplane.db.testing.TestServer;
import io.cellplane.temporal.step.Moving;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Bugs of OpenStack Nova about what a move holds, by their numbers at bugs.launchpad.net. Where the others that touch moves
 * are tried stands in docs/cross-cell.md.
 */
class NovaBugsTest {
    private static final TestControlLevel CONTROL = new TestControlLevel("nova_bugs", "cell1");
    private static final FlavorSpec BIG = new FlavorSpec("f2", "big", 3, 512, 1, 0, 0, 1, null, Map.of());

    private final SqlMoves moves = new SqlMoves(CONTROL.api, CONTROL.cells, new Chooser(CONTROL.api, CONTROL.cells));

    @AfterEach
    void erase() {
        CONTROL.erase();
    }

    @AfterAll
    static void close() {
        CONTROL.close();
    }

    /** A resize of a server that runs on that host with one processor, to three. */
    private static OperationRow resize(UUID provider, boolean sameHost) {
        Instant now = Instant.now();
        String host =
                CONTROL.api.providers().find(provider).map(ProviderRow::host).orElseThrow();
        Accepted boot = CONTROL.accept();
        UUID server = boot.server();
        RequestedServer asked =
                Json.read(CONTROL.api.requestSpecs().find(server).orElseThrow().spec(), RequestedServer.class);
        CellDatabase cell = CONTROL.cells.of("cell1");
        cell.servers().save(Listed.of(asked).row());
        cell.servers().settle(server, 1, boot.operation(), host, "nova", now);
        cell.servers().activate(server, 1, 1, now);
        cell.extras().save(new ExtraRow(server, Json.write(TestServer.FLAVOR)));
        CONTROL.api.mappings().place(server, "cell1", 1, now);
        new Lanes(CONTROL.api).leave(boot.operation(), Leaving.done());
        CONTROL.api
                .allocations()
                .saveAll(AllocationRow.of(
                        server, AllocationRow.SERVER, server, provider, AllocationRow.resources(TestServer.FLAVOR)));
        OperationRow resize = TestOperation.of(server, Kind.RESIZE, OperationState.ACCEPTED)
                .at(now)
                .row()
                .asking(Json.write(new MoveArguments(BIG, null, false, sameHost)));
        CONTROL.api.operations().save(resize);
        CONTROL.api.lanes().set(server, resize.id(), null);
        return resize;
    }

    private static Step aim(OperationRow resize) {
        return new Step(resize.id(), "aim", 1);
    }

    private static Moving aimed(StepResult<Moving> result) {
        return Objects.requireNonNull(result.outcome(), String.valueOf(result.message()));
    }

    /** The processors claimed on a host, by who holds them. */
    private static Map<String, Integer> held(UUID provider) {
        Map<String, Integer> held = new HashMap<>();
        CONTROL.api.allocations().all().stream()
                .filter(row ->
                        row.provider().equals(provider) && row.resourceClass().equals(InventoryRow.VCPU))
                .forEach(row -> held.merge(row.consumerType(), row.used(), Integer::sum));
        return held;
    }

    private static String status(OperationRow resize) {
        return CONTROL.api
                .migrations()
                .find(resize.id())
                .map(MigrationRow::status)
                .orElse("none");
    }

    /** There the old and the new claim were added, so that a host with room for the new one alone refused it. */
    @Test
    void bug_1790204_on_its_own_host_the_greater_of_both_is_claimed() {
        UUID only = CONTROL.host("only", "cell1", 3);
        OperationRow resize = resize(only, true);
        assertThat(aimed(moves.aim(aim(resize), resize.server(), List.of())).isSameHost())
                .isTrue();
        assertThat(held(only)).isEqualTo(Map.of(AllocationRow.SERVER, 3));
        moves.unaim(aim(resize), resize.server());
        assertThat(held(only)).isEqualTo(Map.of(AllocationRow.SERVER, 1));
    }

    /** There a failure at the destination gave back the claim that the server went on to need. */
    @Test
    void bug_1825537_what_is_given_back_is_the_destinations() {
        UUID source = CONTROL.host("source", "cell1", 4);
        UUID destination = CONTROL.host("destination", "cell1", 4);
        OperationRow resize = resize(source, false);
        moves.aim(aim(resize), resize.server(), List.of()).orRefuse();
        assertThat(held(source)).isEqualTo(Map.of(AllocationRow.OPERATION, 1));
        assertThat(held(destination)).isEqualTo(Map.of(AllocationRow.SERVER, 3));
        moves.unaim(aim(resize), resize.server());
        assertThat(held(source)).isEqualTo(Map.of(AllocationRow.SERVER, 1));
        assertThat(held(destination)).isEmpty();
    }

    /** There a failed migration was shown as migrating for good. */
    @Test
    void bug_1662626_a_failed_move_is_shown_as_failed() {
        OperationRow resize = resize(CONTROL.host("source", "cell1", 4), false);
        CONTROL.host("destination", "cell1", 4);
        moves.aim(aim(resize), resize.server(), List.of()).orRefuse();
        assertThat(status(resize)).isEqualTo(MigrationRow.PRE_MIGRATING);
        moves.unaim(aim(resize), resize.server());
        assertThat(status(resize)).isEqualTo(MigrationRow.ERROR);
    }

    /** There the rollback claimed again for a server that had been deleted in the middle. */
    @Test
    void bug_1848343_an_undo_after_the_delete_claims_nothing() {
        UUID source = CONTROL.host("source", "cell1", 4);
        UUID destination = CONTROL.host("destination", "cell1", 4);
        OperationRow resize = resize(source, false);
        moves.aim(aim(resize), resize.server(), List.of()).orRefuse();
        OperationRow delete = TestOperation.of(resize.server(), Kind.DELETE, OperationState.RUNNING)
                .row();
        CONTROL.api.operations().save(delete);
        new Lanes(CONTROL.api).gone(delete.id(), resize.server(), List.of());
        moves.unaim(aim(resize), resize.server());
        assertThat(held(source)).isEmpty();
        assertThat(held(destination)).isEmpty();
        assertThat(CONTROL.api.allocations().all()).isEmpty();
    }

    /** The move came to its VERIFY_RESIZE while the reset waited for it: nobody else would ever end it. */
    @Test
    void a_reset_ends_a_move_that_arrived_in_its_last_moment() {
        OperationRow resize = resize(CONTROL.host("source", "cell1", 4), false);
        CONTROL.host("destination", "cell1", 4);
        moves.aim(aim(resize), resize.server(), List.of()).orRefuse();
        CONTROL.api.operations().verify(resize.id(), Instant.now().plusSeconds(600), Instant.now());
        assertThat(Objects.requireNonNull(moves.left(UUID.randomUUID(), resize.server()))
                        .move())
                .isEqualTo(resize.id());
        assertThat(CONTROL.api.operations().find(resize.id()).orElseThrow().decision())
                .isEqualTo(Kind.RESET.token());
    }
}
