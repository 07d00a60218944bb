package io.cellplane.activities.cell.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.activities.cell.Boots;
import io.cellplane.bus.InProcessClient;
import io.cellplane.bus.Wire;
import io.cellplane.contracts.host.Alive;
import io.cellplane.contracts.host.GuestPowers;
import io.cellplane.contracts.host.Inventory;
import io.cellplane.contracts.host.Subjects;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ServiceRow;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.control.InventoryRow;
import io.cellplane.db.control.ProviderRow;
import io.cellplane.db.lane.Removal;
import io.cellplane.db.testing.TestServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReportsTest extends ReportingCells {
    @Test
    void a_host_is_taken_in() {
        takesReports("cell1");
        UUID uuid = UUID.randomUUID();
        say("cell1", "h1", inventory("h1", "cell1", uuid, 8));
        awaitState("h1", HostStateRow.UP);
        assertThat(control.api.hostMappings().find("h1")).hasValueSatisfying(mapping -> {
            assertThat(mapping.cell()).isEqualTo("cell1");
            assertThat(mapping.hostUuid()).isEqualTo(uuid);
        });
        ProviderRow provider = provider(uuid);
        assertThat(provider.name()).isEqualTo("h1.rack");
        assertThat(provider.host()).isEqualTo("h1");
        assertThat(provider.cell()).isEqualTo("cell1");
        Map<String, InventoryRow> offered = control.api.inventories().of(uuid).stream()
                .collect(Collectors.toMap(InventoryRow::resourceClass, row -> row));
        assertThat(offered)
                .containsEntry(InventoryRow.VCPU, offered(uuid, InventoryRow.VCPU, 8, 0, 4.0))
                .containsEntry(InventoryRow.MEMORY_MB, offered(uuid, InventoryRow.MEMORY_MB, 4096, 512, 1.5))
                .containsEntry(InventoryRow.DISK_GB, offered(uuid, InventoryRow.DISK_GB, 10, 10, 1.0))
                .hasSize(3);
        assertThat(control.cells.of("cell1").computeNodes().find(uuid)).hasValueSatisfying(node -> {
            assertThat(node.host()).isEqualTo("h1");
            assertThat(node.hypervisorHostname()).isEqualTo("h1.rack");
            assertThat(node.vcpus()).isEqualTo(8);
            assertThat(node.memoryMb()).isEqualTo(4096);
            assertThat(node.localGb()).isEqualTo(10);
        });
        assertThat(serviceState("h1")).isEqualTo(HostStateRow.UP);
    }

    @Test
    void a_second_host_of_that_name_is_refused_and_changes_nothing() {
        takesReports("cell1");
        takesReports("cell2");
        UUID first = UUID.randomUUID();
        say("cell1", "h1", inventory("h1", "cell1", first, 8));
        awaitState("h1", HostStateRow.UP);
        List<Object> before = known("h1");
        say("cell2", "h1", inventory("h1", "cell2", UUID.randomUUID(), 16));
        eventually().until(() -> refused("identity") == 1);
        say("cell2", "h1", inventory("h1", "cell2", first, 16));
        eventually().until(() -> refused("identity") == 2);
        say("cell1", "h1", inventory("h1", "cell1", UUID.randomUUID(), 16));
        eventually().until(() -> refused("identity") == 3);
        assertThat(known("h1")).isEqualTo(before);
    }

    private static Inventory said(UUID uuid, UUID boot, int sequence) {
        return new Inventory("h1", "cell1", uuid, boot, sequence, "h1.rack", "QEMU", 1, "10.0.0.1", 8, 4096, 10, "{}");
    }

    @Test
    void a_host_that_was_removed_is_a_new_one_when_it_is_heard_again() {
        takesReports("cell1");
        UUID uuid = UUID.randomUUID();
        UUID boot = UUID.randomUUID();
        say("cell1", "h1", said(uuid, boot, 1));
        awaitState("h1", HostStateRow.UP);
        UUID service = control.api.hostStates().find("h1").orElseThrow().serviceUuid();
        control.api.hostStates().disable(service, true, "old");
        clock.advance(PATIENCE.hosts().silent().plusSeconds(1));
        awaitState("h1", HostStateRow.DOWN);
        new Removal(control.api, control.cells).remove("h1");
        assertThat(control.api.providers().find(uuid)).isEmpty();
        assertThat(control.api.hostMappings().find("h1")).isEmpty();
        assertThat(control.cells.of("cell1").computeNodes().find(uuid)).isEmpty();
        AtomicInteger sequence = new AtomicInteger(1);
        eventually().until(() -> {
            clock.advance(Duration.ofSeconds(2));
            say("cell1", "h1", said(uuid, boot, sequence.incrementAndGet()));
            return control.api.hostStates().find("h1").filter(HostStateRow::up).isPresent()
                    && control.api.hostMappings().find("h1").isPresent();
        });
        assertThat(control.api.hostStates().find("h1").orElseThrow().disabled()).isFalse();
        assertThat(control.api.inventories().of(uuid)).hasSize(3);
    }

    @Test
    void a_retired_host_is_not_heard() {
        takesReports("cell1");
        UUID uuid = UUID.randomUUID();
        say("cell1", "h1", inventory("h1", "cell1", uuid, 8));
        awaitState("h1", HostStateRow.UP);
        clock.advance(PATIENCE.hosts().silent().plusSeconds(1));
        awaitState("h1", HostStateRow.DOWN);
        control.api.hostStates().retire("h1", "a test", clock.instant());
        awaitTick("cell1");
        alive("h1", new Alive("h1", "cell1", uuid, UUID.randomUUID(), 2));
        say("cell1", "h1", inventory("h1", "cell1", uuid, 16));
        eventually().until(() -> refused("retired") == 2);
        assertThat(control.api.hostStates().find("h1").orElseThrow().state()).isEqualTo(HostStateRow.DOWN);
        assertThat(offered(uuid)).isEqualTo(8);
    }

    @Test
    void a_silent_host_is_down_until_it_is_heard_again() {
        takesReports("cell1");
        UUID uuid = UUID.randomUUID();
        say("cell1", "h1", inventory("h1", "cell1", uuid, 8));
        awaitState("h1", HostStateRow.UP);
        clock.advance(PATIENCE.hosts().silent().plusSeconds(1));
        awaitState("h1", HostStateRow.DOWN);
        eventually().until(() -> serviceState("h1"), HostStateRow.DOWN::equals);
        Alive alive = new Alive("h1", "cell1", uuid, UUID.randomUUID(), 2);
        client("cell1").publish(Subjects.report("h1", Subjects.UP_ALIVE), Wire.encode(alive));
        awaitState("h1", HostStateRow.UP);
        eventually().until(() -> serviceState("h1"), HostStateRow.UP::equals);
    }

    @Test
    void one_of_two_writes_and_the_other_takes_over_at_once_when_it_stops() {
        Reports first = takesReports("cell1");
        InProcessClient waiting = client("cell1");
        start("cell1", waiting, OTHER_SETTINGS);
        UUID uuid = UUID.randomUUID();
        say("cell1", "h1", inventory("h1", "cell1", uuid, 8));
        say("cell1", "h2", inventory("h2", "cell1", UUID.randomUUID(), 8));
        awaitState("h2", HostStateRow.UP);
        // Who has received the second is done with the first.
        eventually().until(() -> waiting.traffic().received() >= 2);
        assertThat(provider(uuid).generation()).isEqualTo(2);
        assertThat(cpuRatio(uuid)).isEqualTo(SETTINGS.cpuRatio());
        first.close();
        eventually().until(() -> cpuRatio(uuid), ratio -> ratio == OTHER_SETTINGS.cpuRatio());
        assertThat(provider(uuid).generation()).isEqualTo(3);
        awaitState("h1", HostStateRow.UP);
    }

    @Test
    void one_that_was_killed_is_followed_when_its_lease_is_over() {
        control.cells
                .of("cell1")
                .leases()
                .take("reports", UUID.randomUUID(), clock.instant().plus(LEASE), clock.instant());
        start("cell1", client("cell1"), SETTINGS);
        say("cell1", "h1", inventory("h1", "cell1", UUID.randomUUID(), 8));
        eventually().until(() -> control.api.hostMappings().find("h1").isPresent());
        assertThat(control.api.hostStates().find("h1")).isEmpty();
        clock.advance(LEASE.plusSeconds(1));
        awaitState("h1", HostStateRow.UP);
    }

    @Test
    void what_has_not_changed_is_not_written() {
        takesReports("cell1");
        UUID uuid = UUID.randomUUID();
        Inventory first = inventory("h1", "cell1", uuid, 8);
        say("cell1", "h1", first);
        awaitState("h1", HostStateRow.UP);
        long generation = provider(uuid).generation();
        say("cell1", "h1", inventory("h1", "cell1", uuid, 8));
        say("cell1", "h2", inventory("h2", "cell1", UUID.randomUUID(), 8));
        awaitState("h2", HostStateRow.UP);
        assertThat(provider(uuid).generation()).isEqualTo(generation);
    }

    @Test
    void a_host_speaks_only_for_itself_and_under_its_own_id() {
        takesReports("cell1");
        UUID uuid = UUID.randomUUID();
        say("cell1", "h1", inventory("h1", "cell1", uuid, 8));
        say("cell1", "h2", inventory("h2", "cell1", UUID.randomUUID(), 8));
        awaitState("h2", HostStateRow.UP);
        UUID server = running("h1");
        clock.advance(PATIENCE.hosts().silent().plusSeconds(1));
        awaitState("h1", HostStateRow.DOWN);
        UUID boot = UUID.randomUUID();
        alive("h1", new Alive("h1", "cell1", UUID.randomUUID(), boot, 2));
        eventually().until(() -> refused("identity") == 1);
        alive("h1", new Alive("h2", "cell1", uuid, boot, 3));
        eventually().until(() -> refused("identity") == 2);
        alive("h1", new Alive("h1", "cell2", uuid, boot, 4));
        eventually().until(() -> refused("identity") == 3);
        power("h1", boot, server, PowerState.SHUTDOWN);
        UUID fresh = UUID.randomUUID();
        say("cell1", "h3", inventory("h3", "cell1", fresh, 8));
        awaitState("h3", HostStateRow.UP);
        alive("h3", new Alive("h3", "cell1", fresh, UUID.randomUUID(), 5));
        clock.advance(Duration.ofMillis(1));
        awaitTick("cell1");
        assertThat(control.api.hostStates().find("h1").orElseThrow().state()).isEqualTo(HostStateRow.DOWN);
        assertThat(powerOf(server)).isEqualTo(PowerState.RUNNING.code());

        alive("h1", new Alive("h1", "cell1", uuid, boot, 6));
        awaitState("h1", HostStateRow.UP);
        // What that boot said before it had shown who it is, counts now.
        eventually().until(() -> powerOf(server) == PowerState.SHUTDOWN.code());
    }

    @Test
    void a_lost_bus_makes_hosts_unknown_and_its_return_brings_them_up() {
        InProcessClient bus = client("cell1");
        start("cell1", bus, SETTINGS);
        awaitTick("cell1");
        UUID uuid = UUID.randomUUID();
        say("cell1", "h1", inventory("h1", "cell1", uuid, 8));
        awaitState("h1", HostStateRow.UP);
        bus.cut();
        clock.advance(PATIENCE.hosts().silent().plusSeconds(1));
        awaitState("h1", HostStateRow.UNKNOWN);
        eventually().until(() -> serviceState("h1"), HostStateRow.UNKNOWN::equals);
        bus.restore();
        alive("h1", new Alive("h1", "cell1", uuid, UUID.randomUUID(), 2));
        awaitState("h1", HostStateRow.UP);
    }

    @Test
    void a_takeover_does_not_raise_the_dead() {
        Reports first = takesReports("cell1");
        UUID uuid = UUID.randomUUID();
        say("cell1", "h1", inventory("h1", "cell1", uuid, 8));
        say("cell1", "h2", inventory("h2", "cell1", UUID.randomUUID(), 8));
        awaitState("h2", HostStateRow.UP);
        clock.advance(PATIENCE.hosts().silent().plusSeconds(1));
        awaitState("h1", HostStateRow.DOWN);
        first.close();
        clock.advance(Duration.ofMillis(1));
        takesReports("cell1");
        clock.advance(Duration.ofMillis(1));
        awaitTick("cell1");
        assertThat(control.api.hostStates().find("h1").orElseThrow().state()).isEqualTo(HostStateRow.DOWN);
    }

    @Test
    void a_database_that_moved_is_written_to() {
        takesReports("cell1");
        CellDatabase before = control.cells.of("cell1");
        control.addCell("cell1");
        clock.advance(Duration.ofSeconds(2));
        eventually().untilAsserted(() -> assertThat(control.cells.of("cell1")).isNotSameAs(before));
        say("cell1", "h1", inventory("h1", "cell1", UUID.randomUUID(), 8));
        eventually().until(() -> serviceState("h1"), HostStateRow.UP::equals);
        assertThat(before.services().all()).isEmpty();
    }

    @Test
    void what_a_guest_does_during_an_operation_is_written_when_that_ends() {
        takesReports("cell1");
        UUID uuid = UUID.randomUUID();
        say("cell1", "h1", inventory("h1", "cell1", uuid, 8));
        awaitState("h1", HostStateRow.UP);
        UUID server = running("h1");
        UUID operation = UUID.randomUUID();
        var servers = control.cells.of("cell1").servers();
        servers.admit(server, 1, operation, "rebooting", clock.instant());
        UUID boot = UUID.randomUUID();
        alive("h1", new Alive("h1", "cell1", uuid, boot, 2));
        power("h1", boot, server, PowerState.SHUTDOWN);
        say("cell1", "h2", inventory("h2", "cell1", UUID.randomUUID(), 8));
        awaitState("h2", HostStateRow.UP);
        assertThat(powerOf(server)).isEqualTo(PowerState.RUNNING.code());
        servers.end(server, 1, operation, null, null, clock.instant());
        alive("h1", new Alive("h1", "cell1", uuid, boot, 3));
        eventually().until(() -> powerOf(server) == PowerState.SHUTDOWN.code());
    }

    private UUID running(String host) {
        UUID server = Boots.running(control, "pw").server();
        CellDatabase cell = control.cells.of("cell1");
        cell.servers()
                .save(TestServer.active(server, clock.instant()).host(host).row());
        return server;
    }

    private int powerOf(UUID server) {
        return control.cells.of("cell1").servers().find(server).orElseThrow().powerState();
    }

    private void alive(String host, Alive alive) {
        client("cell1").publish(Subjects.report(host, Subjects.UP_ALIVE), Wire.encode(alive));
    }

    private void power(String host, UUID boot, UUID server, PowerState power) {
        GuestPowers powers = new GuestPowers(host, "cell1", boot, 1, Map.of(server, power));
        client("cell1").publish(Subjects.report(host, Subjects.UP_POWER), Wire.encode(powers));
    }

    /** Everything that is written anywhere about hosts of that name. */
    private List<Object> known(String host) {
        Stream<?> registered = Stream.of(
                        control.api.hostMappings().all().stream()
                                .filter(row -> row.host().equals(host)),
                        control.api.hostStates().all().stream()
                                .filter(row -> row.host().equals(host)),
                        providers(host),
                        providers(host).flatMap(row -> control.api.inventories().of(row.uuid()).stream()))
                .flatMap(rows -> rows);
        Stream<?> inCells = Stream.of("cell1", "cell2")
                .map(control.cells::of)
                .flatMap(cell -> Stream.concat(
                        cell.computeNodes().all().stream()
                                .filter(row -> row.host().equals(host)),
                        cell.services().all().stream().filter(row -> row.host().equals(host))));
        return Stream.<Object>concat(registered, inCells).toList();
    }

    private Stream<ProviderRow> providers(String host) {
        return control.api.providers().all().stream().filter(row -> row.host().equals(host));
    }

    private double cpuRatio(UUID uuid) {
        List<InventoryRow> all = control.api.inventories().of(uuid);
        return all.stream()
                .filter(row -> row.resourceClass().equals(InventoryRow.VCPU))
                .findFirst()
                .orElseThrow()
                .allocationRatio();
    }

    private String serviceState(String host) {
        return control.cells.of("cell1").services().all().stream()
                .filter(row -> row.host().equals(host))
                .map(ServiceRow::state)
                .findFirst()
                .orElse("none");
    }
}
