package io.cellplane.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.conductor.Conductor;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.contracts.server.VmState;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.testing.TestRequest;
import io.cellplane.testing.Sample;
import io.cellplane.testing.TcpDoor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A cell whose database hangs takes its own slots, however much goes into it or comes out of it. */
class HungCellTest {
    private static final Conductor.Slots FEW = new Conductor.Slots(2, 2);
    /** More than all slots, which are held for half a minute each. */
    private static final int MOVES = 6;

    private static final int BOOTS = 3;

    private World world;
    private Accepted accepted;

    @BeforeEach
    void begin(@TempDir Path folder) {
        world = new World(folder, List.of("cell1", "cell2"), null, Patience.hasty());
        world.host("cell1", "host1", 262144);
        world.host("cell2", "host2", 32768);
        world.reported();
        accepted = new Accepted(world);
    }

    @AfterEach
    void end() {
        world.close();
    }

    /** Of the servers that move from one cell to the other, while the second hangs. */
    enum From {
        CELL1,
        CELL2
    }

    static List<From> ways() {
        return Sample.of("what moves with a hung cell", List.of(From.values()));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void what_goes_into_it_or_comes_out_of_it_holds_up_no_boot_elsewhere(From from) {
        String at = from == From.CELL1 ? "host1" : "host2";
        String cell = from == From.CELL1 ? "cell1" : "cell2";
        List<UUID> moved = boot(MOVES, at);
        ended(moved, cell, VmState.ACTIVE);
        TcpDoor door = world.door("cell2");
        world.conduct(FEW, () -> {
            moved.forEach(server -> accepted.migrate(server, true));
            door.set(TcpDoor.State.STALLED);
        });
        ended(boot(BOOTS, "host1"), "cell1", VmState.ACTIVE);
        assertThat(moved)
                .allSatisfy(server -> assertThat(world.api.operations().openOf(server))
                        .extracting(OperationRow::state)
                        .containsAnyOf(OperationState.ACCEPTED, OperationState.RUNNING));
        world.reopen("cell2");
        ended(moved, cell.equals("cell1") ? "cell2" : "cell1", VmState.RESIZED);
        assertThat(world.wrongs()).isEmpty();
    }

    private List<UUID> boot(int count, String host) {
        return IntStream.range(0, count)
                .mapToObj(_ -> TestRequest.server()
                        .by(world.services.project, Accepted.USER, "req-" + UUID.randomUUID())
                        .name("server-" + UUID.randomUUID())
                        .flavor(Accepted.SMALL)
                        .image(null, Map.of())
                        .forcedTo(host)
                        .at(Accepted.now())
                        .build())
                .peek(accepted::boot)
                .map(RequestedServer::uuid)
                .toList();
    }

    private void ended(List<UUID> servers, String cell, String vmState) {
        Awaitility.await("until all are " + vmState + " in " + cell)
                .atMost(World.SOON)
                .until(() ->
                        servers.stream().allMatch(server -> shown(server, cell).anyMatch(vmState::equals)));
    }

    private Stream<String> shown(UUID server, String cell) {
        return world.api.mappings().find(server).stream()
                .filter(at -> cell.equals(at.cell()))
                .flatMap(_ -> world.cells.of(cell).servers().find(server).stream())
                .filter(row -> row.taskState() == null)
                .map(ServerRow::vmState);
    }
}
