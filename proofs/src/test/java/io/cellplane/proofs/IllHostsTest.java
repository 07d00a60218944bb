package io.cellplane.proofs;

import static io.cellplane.proofs.Cases.Fate.ACTIVE;
import static io.cellplane.proofs.Cases.Fate.GONE;
import static io.cellplane.proofs.Cases.Fate.VERIFY;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.bus.InProcessBus;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.host.Subjects;
import io.cellplane.db.control.DebtRow;
import io.cellplane.proofs.IllBus.Illness;
import io.cellplane.testing.Sample;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A host that is chosen first, says that it is well, and answers every command with RUNNING, with trouble or with garbage:
 * boots and moves go elsewhere, deletes pass, and what is owed is paid when it can act again.
 */
@Timeout(180)
class IllHostsTest {
    private static final String ILL = "host1";

    @TempDir
    static Path folder;

    private static final Map<String, InProcessBus> BUSES =
            Map.of("cell1", new InProcessBus(), "cell2", new InProcessBus());
    private static final Map<String, IllBus> HOSTS = new ConcurrentHashMap<>();
    private static World world;
    private static Accepted accepted;

    @BeforeAll
    static void begin() {
        Patience hasty = Patience.hasty();
        world = new World(
                folder,
                List.of("cell1", "cell2"),
                (cell, user) -> {
                    IllBus bus =
                            new IllBus(Objects.requireNonNull(BUSES.get(cell)).connect(user));
                    HOSTS.put(user, bus);
                    return bus;
                },
                hasty.withHosts(hasty.hosts().withSpawn(Duration.ofSeconds(2))));
        world.host("cell1", ILL, 131_072);
        world.host("cell1", "host2", 65_536);
        world.host("cell1", "host3", 65_536);
        world.host("cell2", "host4", 32_768);
        world.reported();
        accepted = new Accepted(world);
    }

    @AfterAll
    static void end() {
        world.close();
    }

    private static IllBus ill() {
        return Objects.requireNonNull(HOSTS.get(ILL));
    }

    private static String hostOf(UUID server) {
        String cell =
                String.valueOf(world.api.mappings().find(server).orElseThrow().cell());
        return String.valueOf(
                world.cells.of(cell).servers().find(server).orElseThrow().host());
    }

    /** Says as much as it can beside what its agent says. */
    private static void flood() {
        byte[] garbage = "garbage".repeat(500).getBytes(StandardCharsets.UTF_8);
        Stream.of(Subjects.UP_ALIVE, Subjects.UP_INVENTORY, Subjects.UP_POWER)
                .forEach(report ->
                        IntStream.range(0, 500).forEach(_ -> ill().publish(Subjects.report(ILL, report), garbage)));
    }

    static List<Illness> illnesses() {
        return Sample.of("illnesses", List.of(Illness.values()));
    }

    @ParameterizedTest
    @MethodSource("illnesses")
    void what_an_ill_host_is_asked_ends_well_and_is_paid_when_it_can_act(Illness illness) {
        Cases booted = new Cases(world).add("booted", new Script(), ACTIVE);
        Cases deleted = new Cases(world).add("deleted", new Script(), GONE);
        Cases left = new Cases(world).add("left", new Script(), GONE);
        Cases moved = new Cases(world).add("moved", new Script(), VERIFY);
        deleted.given(server -> assertThat(hostOf(server)).isEqualTo(ILL));
        left.given(server -> assertThat(hostOf(server)).isEqualTo(ILL));
        moved.given(server -> accepted.migrate(server, false)).when(accepted::confirm);
        ill().fallIll(illness);
        flood();

        Stream.of(
                        booted.start(one -> accepted.boot(one.server())),
                        deleted.start(one -> accepted.delete(one.server().uuid())),
                        moved.start(one -> accepted.resize(one.server().uuid(), Accepted.BIG, false)),
                        left.start(one -> {
                            accepted.resize(one.server().uuid(), Accepted.BIG, false);
                            accepted.delete(one.server().uuid());
                        }))
                .forEach(Cases::quiet);
        assertThat(world.api.debts().all())
                .as("what the ill host has to clean, and nobody else")
                .isNotEmpty()
                .allSatisfy(debt -> assertThat(debt.host()).isEqualTo(ILL));
        assertThat(world.api.debts().all())
                .extracting(DebtRow::server)
                .contains(
                        deleted.servers().getFirst(),
                        left.servers().getFirst(),
                        booted.servers().getFirst());
        assertThat(hostOf(booted.servers().getFirst())).isNotEqualTo(ILL);
        assertThat(hostOf(moved.servers().getFirst())).isNotEqualTo(ILL);

        ill().recover();
        Awaitility.await("until nothing is owed")
                .atMost(World.SOON)
                .until(() -> world.api.debts().all().isEmpty());
        Stream.of(booted, deleted, moved, left).forEach(Cases::verify);
    }
}
