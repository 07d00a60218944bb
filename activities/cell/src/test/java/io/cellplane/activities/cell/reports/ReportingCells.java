package io.cellplane.activities.cell.reports;

import io.cellplane.bus.InProcessBus;
import io.cellplane.bus.InProcessClient;
import io.cellplane.bus.Wire;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.host.HostDetails;
import io.cellplane.contracts.host.Inventory;
import io.cellplane.contracts.host.Subjects;
import io.cellplane.contracts.metric.Metric;
import io.cellplane.db.cell.LeaseRow;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.control.HostStateRows;
import io.cellplane.db.control.InventoryRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.control.ProviderRow;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.testing.HandClock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two cells and those who take in what their hosts report, by a clock that is moved by hand. */
abstract class ReportingCells {
    static final Patience PATIENCE =
            Patience.hasty().withHosts(Patience.hasty().hosts().withSettled(Duration.ofSeconds(1)));
    static final Duration LEASE = Duration.ofSeconds(10);
    static final ReportSettings.Believed BELIEVED = new ReportSettings.Believed(32, 8192, 100);
    static final ReportSettings SETTINGS = new ReportSettings(4.0, 1.5, 1.0, 512, 20, BELIEVED);
    static final ReportSettings OTHER_SETTINGS = new ReportSettings(16.0, 1.5, 1.0, 512, 20, BELIEVED);

    final HandClock clock = new HandClock();
    final TestControlLevel control = new TestControlLevel("reports", clock, "cell1", "cell2");
    final Map<String, InProcessBus> buses = Map.of("cell1", new InProcessBus(), "cell2", new InProcessBus());
    final List<Reports> open = new ArrayList<>();
    final List<OperationRow> accepted = new CopyOnWriteArrayList<>();

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @BeforeEach
    void count() {
        Metrics.addRegistry(meters);
    }

    /** How much of what hosts said was refused for that reason. */
    double refused(String why) {
        return meters.find(Metric.HOST_WORDS_REFUSED.id()).tag("why", why).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    @AfterEach
    void close() {
        Metrics.removeRegistry(meters);
        open.forEach(Reports::close);
        control.close();
    }

    /** The hosts have been judged at the clock's present time. */
    void awaitTick(String cell) {
        awaitLease(cell);
        clock.advance(Duration.ofMillis(1));
        awaitLease(cell);
    }

    void awaitLease(String cell) {
        eventually()
                .until(
                        () -> control.cells.of(cell).leases().find("reports").map(LeaseRow::until),
                        Optional.of(clock.instant().plus(LEASE))::equals);
    }

    static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(30));
    }

    /** Reports that hold the cell's lease and have finished taking over. */
    Reports takesReports(String cell) {
        Reports reports = start(cell, client(cell), SETTINGS);
        awaitTick(cell);
        return reports;
    }

    Reports start(String cell, InProcessClient client, ReportSettings settings) {
        Reports reports = new Reports(control.api, control.cells, cell, client, PATIENCE, settings, accepted::add);
        open.add(reports);
        reports.start();
        return reports;
    }

    void awaitState(String host, String state) {
        HostStateRows states = control.api.hostStates();
        eventually().until(() -> states.find(host).map(HostStateRow::state), Optional.of(state)::equals);
    }

    InProcessClient client(String cell) {
        return Objects.requireNonNull(buses.get(cell)).connect();
    }

    void say(String cell, String host, Inventory inventory) {
        client(cell).publish(Subjects.report(host, Subjects.UP_INVENTORY), Wire.encode(inventory));
    }

    static Inventory inventory(String host, String cell, UUID uuid, int vcpus) {
        return new Inventory(
                host, cell, uuid, UUID.randomUUID(), 1, host + ".rack", "QEMU", 1, "10.0.0.1", vcpus, 4096, 10, "{}");
    }

    /** One that says more of itself. */
    static Inventory inventory(String host, String cell, UUID uuid, int vcpus, HostDetails details) {
        Inventory less = inventory(host, cell, uuid, vcpus);
        return new Inventory(
                host,
                cell,
                uuid,
                less.bootId(),
                less.sequence(),
                less.hypervisorHostname(),
                less.hypervisorType(),
                less.hypervisorVersion(),
                less.hostIp(),
                vcpus,
                less.memoryMb(),
                less.diskGb(),
                less.cpuInfo(),
                details,
                "1.2.3 abcdef");
    }

    /** How many processors are offered of it. */
    int offered(UUID provider) {
        return control.api.inventories().of(provider).stream()
                .filter(row -> row.resourceClass().equals(InventoryRow.VCPU))
                .mapToInt(InventoryRow::total)
                .sum();
    }

    static InventoryRow offered(UUID provider, String resource, int total, int reserved, double ratio) {
        return new InventoryRow(provider, resource, total, reserved, 1, total, 1, ratio, total, 0);
    }

    ProviderRow provider(UUID uuid) {
        return control.api.providers().find(uuid).orElseThrow();
    }
}
