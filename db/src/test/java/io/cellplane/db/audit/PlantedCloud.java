package io.cellplane.db.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.server.BoundPort;
import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.db.Json;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ExtraRow;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.control.AllocationRow;
import io.cellplane.db.control.InventoryRow;
import io.cellplane.db.lane.Lanes;
import io.cellplane.db.lane.Lanes.Leaving;
import io.cellplane.db.testing.Answers;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestControlLevel.Accepted;
import io.cellplane.db.testing.TestRequest;
import io.cellplane.db.testing.TestServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/**
 * A sound cloud of two servers, into which each test plants one damage: it expects the finding that names it, and no other.
 * Its databases last as long as the JVM.
 */
abstract class PlantedCloud {
    static final String PROJECT = "project";
    private static final FlavorSpec FLAVOR = new FlavorSpec("f1", "small", 2, 512, 10, 0, 0, 1, null, Map.of());

    /** Less than one server has rows, so that pages end inside of it. */
    private static final int FEW = 3;

    static final TestControlLevel CONTROL = new TestControlLevel(
            "audit", Clock.systemUTC(), Duration.ofSeconds(5), List.of("cell0", "cell1", "cell2"), Answers::of);
    final List<HeldPort> ports = new ArrayList<>();
    final UUID host1 = host("host1", "cell1");
    final UUID host2 = host("host2", "cell2");
    final UUID server = active("cell1", "host1", host1);
    final UUID bystander = active("cell2", "host2", host2);

    @AfterEach
    void erase() {
        CONTROL.erase();
    }

    static Accepted accept() {
        return CONTROL.accept(
                TestRequest.server().project(PROJECT).flavor(FLAVOR).build());
    }

    UUID host(String name, String cell) {
        UUID provider = UUID.randomUUID();
        CONTROL.api.providers().add(provider, name, name, cell, Instant.now());
        return provider;
    }

    UUID active(String cell, String host, UUID provider) {
        Accepted boot = accept();
        UUID port = UUID.randomUUID();
        allocate(boot.server(), provider, InventoryRow.VCPU, 2);
        allocate(boot.server(), provider, InventoryRow.MEMORY_MB, 512);
        allocate(boot.server(), provider, InventoryRow.DISK_GB, 10);
        record(cell, boot.server(), host, null, List.of(port));
        ports.add(new HeldPort(port.toString(), boot.server(), host, Set.of()));
        CONTROL.api.mappings().place(boot.server(), cell, 1, Instant.now());
        CONTROL.api.buildRequests().drop(boot.server());
        new Lanes(CONTROL.api).leave(boot.operation(), Leaving.done());
        return boot.server();
    }

    void allocate(UUID holder, UUID provider, String resourceClass, int used) {
        CONTROL.api
                .allocations()
                .saveAll(List.of(
                        new AllocationRow(holder, provider, resourceClass, used, AllocationRow.SERVER, holder)));
    }

    void record(String cell, UUID uuid, @Nullable String host, @Nullable String moveState, List<UUID> cards) {
        CellDatabase database = CONTROL.cells.of(cell);
        database.database().run(() -> {
            database.servers().save(row(uuid, host, moveState));
            database.extras().save(new ExtraRow(uuid, Json.write(FLAVOR)));
            List<BoundPort> bound = cards.stream()
                    .map(port -> new BoundPort(port, UUID.randomUUID(), "private", "fa:16", List.of(), null, true))
                    .toList();
            database.infoCaches().put(uuid, Json.write(bound), Instant.now());
        });
    }

    static ServerRow row(UUID uuid, @Nullable String host, @Nullable String moveState) {
        return TestServer.active(uuid, Instant.now())
                .project(PROJECT)
                .place(1, moveState)
                .flavor(FLAVOR)
                .host(host)
                .row();
    }

    List<Finding> audit() {
        List<Finding> atOnce = Audit.run(CONTROL.api, CONTROL.cells, ports);
        assertThat(inSlices(null).findings()).containsExactlyInAnyOrderElementsOf(atOnce);
        return atOnce;
    }

    /** The same, a few servers at a time. */
    AuditReport inSlices(@Nullable List<HostGuests> hosts) {
        List<Answers.Answer> answers = new ArrayList<>();
        AuditReport report = Answers.heard(
                answers::add,
                () -> Audit.run(CONTROL.api, CONTROL.cells, () -> ports, hosts == null ? null : () -> hosts, FEW));
        assertThat(answers)
                .isNotEmpty()
                .allSatisfy(answer ->
                        assertThat(answer.rows()).as(answer.statement()).isLessThanOrEqualTo(FEW));
        return report;
    }

    void expect(String invariant, @Nullable UUID whose, String... words) {
        assertThat(audit()).singleElement().satisfies(finding -> {
            assertThat(finding.invariant()).isEqualTo(invariant);
            assertThat(finding.server()).isEqualTo(whose);
            assertThat(finding.what()).contains(words);
        });
    }
}
