package io.cellplane.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.compute.hypervisor.NewGuest;
import io.cellplane.compute.hypervisor.simulated.SimulatedHypervisor;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.control.InventoryRow;
import io.cellplane.db.control.OperationRow;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What hosts report and operators decide reaches placement: boots land only where they may. */
@Timeout(120)
class ReportsUpTest {
    private static final int BOOTS = 6;

    @TempDir
    static Path folder;

    private static World world;

    @BeforeAll
    static void begin() {
        world = new World(folder);
    }

    @AfterAll
    static void end() {
        world.close();
    }

    /** Where as many boots land as would surely meet every host that may be chosen. */
    private static Set<String> landed() {
        Accepted accepted = new Accepted(world);
        List<RequestedServer> servers =
                Stream.generate(accepted::small).limit(BOOTS).toList();
        List<OperationRow> boots = servers.stream().map(accepted::boot).toList();
        Awaitility.await()
                .atMost(World.SOON)
                .until(() -> boots.stream()
                        .allMatch(boot -> world.api
                                .operations()
                                .find(boot.id())
                                .orElseThrow()
                                .state()
                                .equals("closed")));
        Set<String> hosts = new TreeSet<>();
        servers.forEach(server -> hosts.add(String.valueOf(record(server.uuid()).host())));
        return hosts;
    }

    private static ServerRow record(UUID server) {
        String cell = world.api.mappings().find(server).orElseThrow().cell();
        return world.cells.of(String.valueOf(cell)).servers().find(server).orElseThrow();
    }

    private static void awaitState(String host, String state) {
        Awaitility.await()
                .atMost(World.SOON)
                .until(() -> world.api.hostStates().find(host).orElseThrow().state(), state::equals);
    }

    /** Memory decides which host is best, so both hosts of the first cell come before the one of the second. */
    @Test
    void only_hosts_that_may_be_used_are_chosen() throws InterruptedException {
        UUID service = world.api.hostStates().find("host1").orElseThrow().serviceUuid();
        world.api.hostStates().disable(service, true, "dust");
        assertThat(landed()).doesNotContain("host1", "null");
        world.api.hostStates().disable(service, false, null);
        world.api.hostStates().forceDown(service, true, "operator", Accepted.now());
        assertThat(landed()).doesNotContain("host1", "null");
        world.api.hostStates().forceDown(service, false, null, null);

        world.host("host1").kill();
        awaitState("host1", HostStateRow.DOWN);
        assertThat(landed()).doesNotContain("host1", "null");

        UUID stranger = UUID.randomUUID();
        world.host("host1").hypervisor().spawn(NewGuest.stray(guest(stranger)));
        world.host("host1").start();
        awaitState("host1", HostStateRow.UP);
        UUID other = world.api.hostStates().find("host2").orElseThrow().serviceUuid();
        world.api.hostStates().forceDown(other, true, "operator", Accepted.now());
        // The claim refuses the other at once; that this one is back is seen with the next look at all hosts.
        Awaitility.await().atMost(World.SOON).until(() -> {
            Set<String> landed = landed();
            assertThat(landed).doesNotContain("host2", "null");
            return landed.contains("host1");
        });
        world.api.hostStates().forceDown(other, false, null, null);
        assertThat(world.host("host1").hypervisor().guest(stranger)).isPresent();

        // So little memory that nothing fits.
        world.host("host1").hypervisor().change(SimulatedHypervisor.facts("host1", 1000, 500, 10_000));
        Awaitility.await().atMost(World.SOON).until(() -> memory("host1") == 500);
        assertThat(landed()).doesNotContain("host1", "null");
    }

    private static int memory(String host) {
        UUID provider = world.api.providers().ofHost(host).orElseThrow().uuid();
        return world.api.inventories().of(provider).stream()
                .filter(row -> row.resourceClass().equals(InventoryRow.MEMORY_MB))
                .findFirst()
                .orElseThrow()
                .total();
    }

    private static GuestSpec guest(UUID server) {
        return new GuestSpec(
                server, "n", "n", "p", 1, 64, 1, 0, 0, null, Map.of(), List.of(), Map.of(), null, null, null, null,
                false);
    }
}
