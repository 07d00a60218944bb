package io.cellplane.activities.cell.reports;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.cellplane.activities.cell.Boots;
import io.cellplane.bus.InProcessBus;
import io.cellplane.bus.InProcessClient;
import io.cellplane.bus.Wire;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.host.Alive;
import io.cellplane.contracts.host.GuestPowers;
import io.cellplane.contracts.host.HostDetails;
import io.cellplane.contracts.host.HostDetails.Connector;
import io.cellplane.contracts.host.HostDetails.Offer;
import io.cellplane.contracts.host.Inventory;
import io.cellplane.contracts.host.Subjects;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.control.InventoryRow;
import io.cellplane.db.control.ProviderRow;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A host that says whatever it can, as much as it can: it is refused, and the cell's other hosts are heard. */
class HostileReportsTest {
    private static final ReportSettings SETTINGS = ReportSettings.standard();

    private final TestControlLevel control = new TestControlLevel("hostile_reports", "cell1");
    private final InProcessBus bus = new InProcessBus();
    private final InProcessClient evil = bus.connect("evil");
    private final InProcessClient good = bus.connect("good");
    private final UUID evilUuid = UUID.randomUUID();
    private final UUID goodUuid = UUID.randomUUID();
    private final UUID evilBoot = UUID.randomUUID();
    private final UUID goodBoot = UUID.randomUUID();
    private final Reports reports = new Reports(
            control.api, control.cells, "cell1", bus.connect("cell-worker"), Patience.hasty(), SETTINGS, _ -> {});
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Reports.class.getPackageName());

    @BeforeEach
    void begin() {
        log.start();
        logger.addAppender(log);
        reports.start();
        say(evil, "evil", Subjects.UP_INVENTORY, inventory("evil", evilUuid, evilBoot));
        isUp("evil");
    }

    @AfterEach
    void end() {
        logger.detachAppender(log);
        reports.close();
        control.close();
    }

    private static void say(InProcessClient who, String host, String report, Object what) {
        who.publish(Subjects.report(host, report), Wire.encode(what));
    }

    private static Inventory inventory(String host, UUID uuid, UUID boot) {
        return new Inventory(host, "cell1", uuid, boot, 1, host + ".rack", "QEMU", 1, "10.0.0.1", 8, 4096, 10, "{}");
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(30));
    }

    private void isUp(String host) {
        eventually()
                .until(() -> control.api
                        .hostStates()
                        .find(host)
                        .filter(row -> row.state().equals(HostStateRow.UP))
                        .isPresent());
    }

    /** A neighbour is taken in, and what its guests do is written. */
    private void theNeighbourIsHeard() {
        UUID server = Boots.running(control, "pw").server();
        control.cells
                .of("cell1")
                .servers()
                .save(TestServer.active(server, control.api.clock().instant())
                        .host("good")
                        .row());
        say(good, "good", Subjects.UP_INVENTORY, inventory("good", goodUuid, goodBoot));
        isUp("good");
        say(good, "good", Subjects.UP_ALIVE, new Alive("good", "cell1", goodUuid, goodBoot, 2));
        say(
                good,
                "good",
                Subjects.UP_POWER,
                new GuestPowers("good", "cell1", goodBoot, 3, Map.of(server, PowerState.SHUTDOWN)));
        eventually()
                .until(() -> control.cells
                                .of("cell1")
                                .servers()
                                .find(server)
                                .orElseThrow()
                                .powerState()
                        == PowerState.SHUTDOWN.code());
    }

    private long lines() {
        synchronized (log) {
            return log.list.stream()
                    .filter(event -> event.getLevel().toInt() >= ch.qos.logback.classic.Level.WARN_INT)
                    .count();
        }
    }

    @Test
    void a_flood_under_a_wrong_id_delays_no_neighbour_and_fills_no_log() {
        IntStream.range(0, 5000)
                .forEach(i -> say(
                        evil, "evil", Subjects.UP_ALIVE, new Alive("evil", "cell1", UUID.randomUUID(), evilBoot, i)));
        theNeighbourIsHeard();
        assertThat(lines()).isLessThan(20);
    }

    @Test
    void a_flood_of_garbage_fills_no_log() {
        byte[] garbage = "garbage".repeat(1000).getBytes(StandardCharsets.UTF_8);
        Stream.of(Subjects.UP_ALIVE, Subjects.UP_INVENTORY, Subjects.UP_POWER)
                .forEach(report ->
                        IntStream.range(0, 1000).forEach(_ -> evil.publish(Subjects.report("evil", report), garbage)));
        theNeighbourIsHeard();
        assertThat(lines()).isLessThan(20);
    }

    @Test
    void guests_that_nobody_knows_are_one_line() {
        Map<UUID, PowerState> invented = Stream.generate(UUID::randomUUID)
                .limit(4000)
                .collect(Collectors.toMap(uuid -> uuid, _ -> {
                    return PowerState.RUNNING;
                }));
        say(evil, "evil", Subjects.UP_POWER, new GuestPowers("evil", "cell1", evilBoot, 5, invented));
        theNeighbourIsHeard();
        assertThat(lines()).isBetween(1L, 20L);
    }

    @Test
    void sizes_and_names_that_no_host_has_are_refused() {
        Stream.of(
                        new Inventory(
                                "evil", "cell1", evilUuid, evilBoot, 2, "evil.rack", "Q", 1, "::1", -8, 1, 1, "{}"),
                        new Inventory(
                                "evil", "cell1", evilUuid, evilBoot, 3, "evil.rack", "Q", 1, "::1", 8, -1, 1, "{}"),
                        new Inventory(
                                "evil", "cell1", evilUuid, evilBoot, 4, "x".repeat(300), "Q", 1, "::1", 8, 1, 1, "{}"),
                        new Inventory(
                                "evil",
                                "cell1",
                                evilUuid,
                                evilBoot,
                                5,
                                "evil.rack",
                                "Q",
                                1,
                                "::1",
                                8,
                                1,
                                1,
                                "x".repeat(70_000)),
                        saying(6, new HostDetails(List.of("<b>"), null, null, null)),
                        saying(7, new HostDetails(Collections.nCopies(300, "TRAIT"), null, null, null)),
                        saying(8, HostDetails.NONE.offering(new Offer(-1, 0, 0, 0, 0, 0))),
                        saying(9, HostDetails.NONE.offering(new Offer(0, 0, 0, Double.NaN, 0, 0))),
                        saying(
                                10,
                                new HostDetails(
                                        List.of(),
                                        null,
                                        new Connector("iqn of nobody", null, "::1", "evil", false),
                                        null)))
                .forEach(inventory -> say(evil, "evil", Subjects.UP_INVENTORY, inventory));
        theNeighbourIsHeard();
        assertThat(control.api.inventories().of(evilUuid))
                .as("as it was")
                .extracting(InventoryRow::total)
                .containsExactlyInAnyOrder(8, 4096, 10);
        assertThat(control.cells
                        .of("cell1")
                        .computeNodes()
                        .find(evilUuid)
                        .orElseThrow()
                        .vcpus())
                .isEqualTo(8);
    }

    private Inventory saying(long sequence, HostDetails details) {
        return new Inventory(
                "evil",
                "cell1",
                evilUuid,
                evilBoot,
                sequence,
                "evil.rack",
                "Q",
                1,
                "::1",
                16,
                8192,
                20,
                "{}",
                details,
                null);
    }

    @Test
    void another_hosts_name_cannot_be_taken() {
        Inventory squats = new Inventory(
                "evil", "cell1", evilUuid, evilBoot, 2, "good.rack", "QEMU", 1, "10.0.0.1", 16, 4096, 10, "{}");
        say(evil, "evil", Subjects.UP_INVENTORY, squats);
        UUID third = UUID.randomUUID();
        say(
                bus.connect("third"),
                "third",
                Subjects.UP_INVENTORY,
                new Inventory(
                        "third", "cell1", third, third, 1, "good.rack", "QEMU", 1, "10.0.0.1", 16, 4096, 10, "{}"));
        isUp("third");
        theNeighbourIsHeard();
        assertThat(control.api.providers().find(goodUuid).map(ProviderRow::name))
                .hasValue("good.rack");
        assertThat(control.api.inventories().of(goodUuid)).hasSize(3);
    }

    @Test
    void another_hosts_id_cannot_be_taken() {
        say(good, "good", Subjects.UP_INVENTORY, inventory("good", evilUuid, goodBoot));
        say(bus.connect("third"), "third", Subjects.UP_INVENTORY, inventory("third", UUID.randomUUID(), goodBoot));
        isUp("third");
        theNeighbourIsHeard();
        assertThat(control.api.providers().find(evilUuid).map(ProviderRow::host))
                .hasValue("evil");
        assertThat(control.api.hostMappings().find("good").orElseThrow().hostUuid())
                .isEqualTo(goodUuid);
    }
}
