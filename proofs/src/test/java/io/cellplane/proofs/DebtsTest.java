package io.cellplane.proofs;

import static io.cellplane.proofs.Cases.Fate.ACTIVE;
import static io.cellplane.proofs.Cases.Fate.GONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.control.AllocationRow;
import io.cellplane.db.control.DebtRow;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor.ActivityOutput;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nobody waits for what is away: what it has to be rid of is owed, its space stays claimed, and it is paid on return. */
@Timeout(120)
class DebtsTest {
    @TempDir
    static Path folder;

    private static World world;
    private static Accepted accepted;

    @BeforeAll
    static void begin() {
        world = new World(folder);
        accepted = new Accepted(world);
    }

    @AfterAll
    static void end() {
        world.close();
    }

    private static String cellOf(RequestedServer server) {
        return Objects.requireNonNull(
                world.api.mappings().find(server.uuid()).orElseThrow().cell());
    }

    private static String hostOf(RequestedServer server) {
        ServerRow row =
                world.cells.of(cellOf(server)).servers().find(server.uuid()).orElseThrow();
        return Objects.requireNonNull(row.host());
    }

    private static void paid(RequestedServer server) {
        Awaitility.await("until nothing is owed")
                .atMost(World.SOON)
                .until(() -> world.api.debts().of(server.uuid()).isEmpty());
    }

    private static List<String> held(RequestedServer server) {
        return world.api.allocations().all().stream()
                .filter(row -> row.server().equals(server.uuid()))
                .map(AllocationRow::consumerType)
                .distinct()
                .toList();
    }

    @Test
    void a_dead_host_does_not_hold_a_delete() {
        RequestedServer server = accepted.small();
        Cases cases = new Cases(world).add("deleted", server, new Script(), GONE);
        accepted.boot(server);
        cases.quiet();
        TestHost host = world.host(hostOf(server));
        host.kill();
        accepted.delete(server.uuid());
        cases.quiet();

        assertThat(Cases.fate(world, server.uuid())).isEqualTo(GONE);
        assertThat(world.api.debts().of(server.uuid()))
                .extracting(DebtRow::kind)
                .containsExactly(DebtRow.GUEST);
        assertThat(held(server)).as("the guest still takes the space").containsExactly(AllocationRow.DEBT);
        assertThat(host.hypervisor().guest(server.uuid())).isPresent();

        host.start();
        paid(server);
        assertThat(held(server)).isEmpty();
        cases.verify();
    }

    @Test
    void a_host_that_dies_in_a_boot_owes_its_guest_and_is_not_chosen_again_for_it() {
        world.hosts.values().forEach(host -> host.hypervisor().onSpawn().hangAfter());
        RequestedServer server = accepted.small();
        Cases cases = new Cases(world).add("elsewhere", server, new Script(), ACTIVE);
        accepted.boot(server);
        Map.Entry<String, TestHost> first = Awaitility.await()
                .atMost(World.SOON)
                .until(
                        () -> world.hosts.entrySet().stream()
                                .filter(one -> one.getValue()
                                        .hypervisor()
                                        .guest(server.uuid())
                                        .isPresent())
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
        first.getValue().kill();
        world.hosts.values().forEach(host -> host.hypervisor().onSpawn().release());
        cases.quiet();

        assertThat(hostOf(server)).isNotEqualTo(first.getKey());
        assertThat(world.api.debts().of(server.uuid()))
                .extracting(DebtRow::host)
                .containsExactly(first.getKey());
        assertThat(held(server)).containsExactlyInAnyOrder("server", AllocationRow.DEBT);

        first.getValue().start();
        paid(server);
        assertThat(first.getValue().hypervisor().guest(server.uuid())).isEmpty();
        cases.verify();
    }

    @Test
    void a_dead_cell_does_not_hold_a_delete() {
        Away away = new Away();
        RequestedServer server = accepted.small();
        Cases cases = new Cases(world).add("deleted", server, away, GONE);
        accepted.boot(server);
        cases.quiet();
        world.faults.script(server.uuid(), away);
        String cell = cellOf(server);
        accepted.delete(server.uuid());
        cases.quiet();

        assertThat(Cases.fate(world, server.uuid())).isEqualTo(GONE);
        assertThat(world.api.debts().of(server.uuid()))
                .extracting(DebtRow::kind)
                .containsExactly(DebtRow.RECORD);
        assertThat(world.cells
                        .of(cell)
                        .servers()
                        .find(server.uuid())
                        .orElseThrow()
                        .deletedAt())
                .isNull();

        away.over = true;
        paid(server);
        cases.verify();
    }

    /** No step finds the cell's database. */
    private static final class Away extends Script {
        private volatile boolean over;

        @Override
        ActivityOutput act(Step step, Supplier<ActivityOutput> real) {
            if (!over && step.type().startsWith("Records.")) {
                throw new IllegalStateException("the cell's database does not answer");
            }
            return real.get();
        }
    }
}
