package io.cellplane.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.Patience;
import io.cellplane.contracts.host.Power;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.contracts.server.VmState;
import io.cellplane.db.cell.ActionRow;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.control.Requester;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A guest goes its own way, and its server follows, by an operation like any other. */
@Timeout(120)
class PowerSyncTest {
    private static World world;
    private static UUID server;

    @BeforeAll
    static void begin(@TempDir Path folder) {
        Patience patience = Patience.hasty().withHosts(Patience.hasty().hosts().withSettled(Duration.ofMillis(200)));
        world = new World(folder, List.of("cell1"), null, patience);
        world.host("cell1", "host1", 65536);
        world.reported();
        Accepted accepted = new Accepted(world);
        RequestedServer asked = accepted.small();
        server = asked.uuid();
        accepted.boot(asked);
        shows(VmState.ACTIVE, PowerState.RUNNING);
    }

    @AfterAll
    static void end() {
        world.close();
    }

    private static void shows(String vmState, PowerState power) {
        Awaitility.await(vmState)
                .atMost(World.SOON)
                .until(() -> world.cells
                        .of("cell1")
                        .servers()
                        .find(server)
                        .filter(row -> row.vmState().equals(vmState))
                        .filter(row -> row.taskState() == null && row.operation() == null)
                        .map(ServerRow::powerState)
                        .filter(shown -> shown == power.code())
                        .isPresent());
    }

    /** By hand, as with {@code virsh}: its host is not told of any operation, and says what it sees. */
    private static void byHand(Power power) throws InterruptedException {
        world.host("host1").hypervisor().change(server, power);
        world.host("host1").kill();
        world.host("host1").start();
    }

    private static long actionsOfTheSystem() {
        return world.cells.of("cell1").actions().of(server).stream()
                .map(ActionRow::userId)
                .filter(Requester.SYSTEM::equals)
                .count();
    }

    @Test
    void one_that_is_off_is_stopped_and_one_that_was_started_by_hand_too() throws InterruptedException {
        byHand(Power.STOP);
        shows(VmState.STOPPED, PowerState.SHUTDOWN);
        assertThat(actionsOfTheSystem()).isEqualTo(1);
        byHand(Power.START);
        Awaitility.await("stopped again").atMost(World.SOON).until(() -> actionsOfTheSystem() == 2);
        shows(VmState.STOPPED, PowerState.SHUTDOWN);
        assertThat(world.host("host1").hypervisor().guest(server)).contains(PowerState.SHUTDOWN);
        assertThat(world.wrongs()).isEmpty();
    }
}
