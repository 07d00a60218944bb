package io.cellplane.proofs;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.Patience;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.contracts.server.VmState;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.control.MigrationRow;
import io.cellplane.db.control.QuotaClaimRow;
import io.cellplane.proofs.Cases.Fate;
import io.cellplane.proofs.Death.Doing;
import io.cellplane.proofs.Death.Point;
import io.cellplane.proofs.Death.Way;
import io.cellplane.testing.InOneOf;
import io.cellplane.testing.Sample;
import io.cellplane.testing.TcpDoor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation at every step, when the host that its guest comes from or goes to dies for good, or the database of the
 * cell: a delete, a reset or a fence ends it, and when what was dead comes back nothing is left there that should not be.
 *
 * <p>What is not asked for, with its reason, stands in {@link Death}.
 */
@InOneOf({GeneratedHostDeathsTest.class, GeneratedCellDeathsTest.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GeneratedDeaths {

    /** One for moves within a cell, one for moves across: in each the first host is chosen first. */
    private final Map<Boolean, World> worlds = new HashMap<>();

    private Path folder;
    private World world;
    private Accepted accepted;

    @BeforeAll
    void begin(@TempDir Path given) {
        folder = given;
        on(deaths().getFirst().across());
    }

    private void on(boolean across) {
        world = worlds.computeIfAbsent(across, this::world);
        accepted = new Accepted(world);
    }

    private World world(boolean across) {
        World made = new World(
                folder.resolve(across ? "across" : "within"),
                List.of("cell1", "cell2", "cell3"),
                null,
                Patience.hasty());
        made.host("cell1", Death.SOURCE, 262_144);
        made.host(across ? "cell2" : "cell1", Death.DESTINATION, 131_072);
        made.host(across ? "cell3" : "cell1", "host3", 65_536);
        made.reported();
        return made;
    }

    @AfterAll
    void end() {
        worlds.values().forEach(World::close);
    }

    /** What dies. */
    abstract Set<Death.Dead> dead();

    List<Death> deaths() {
        return Sample.of(
                "deaths",
                Death.all().stream()
                        .filter(death -> dead().contains(death.what()))
                        .filter(death -> death.toString().contains(System.getProperty("cellplane.deaths", "")))
                        .toList());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("deaths")
    void ends_whatever_is_dead_and_leaves_nothing_behind(Death death) {
        System.out.println("Deaths: " + death);
        on(death.across());
        List<Point> points = new ArrayList<>();
        for (Doing doing : EnumSet.allOf(Doing.class)) {
            if (death.concerns(doing)) {
                for (int step :
                        Sample.some(death + " " + doing, 0, doing.names().size())) {
                    Point point = new Point(doing, step);
                    if (!death.leavesUnknown(point)) {
                        points.add(point);
                    }
                }
            }
        }
        Cases.batches(points, some -> prove(death, some));
    }

    private void prove(Death death, List<Point> points) {
        world.reported();
        Cases booted = new Cases(world);
        Cases others = new Cases(world);
        Map<UUID, Point> all = new HashMap<>();
        Map<UUID, Script> scripts = new HashMap<>();
        Map<UUID, Scripts.Waiting> waiting = new HashMap<>();
        Set<UUID> elsewhere = new HashSet<>();
        for (Point point : points) {
            RequestedServer server = accepted.small();
            Scripts.Waiting here = new Scripts.Waiting();
            waiting.put(server.uuid(), here);
            Doing doing = point.doing();
            Script script = Scripts.waiting(Scripts.at(doing.kind.token(), point.step()), here);
            all.put(server.uuid(), point);
            scripts.put(server.uuid(), script);
            (doing == Doing.BOOT ? booted : others)
                    .add(doing + " " + point.name() + ", " + death, server, script, fates(death));
        }
        Function<UUID, Doing> doing =
                server -> Objects.requireNonNull(all.get(server)).doing();
        others.given(server -> prepare(server, doing.apply(server)));
        booted.start(one -> accepted.boot(one.server()));
        others.start(one -> act(one.server().uuid(), doing.apply(one.server().uuid())));
        try {
            Awaitility.await("until each is at its step")
                    .atMost(World.SOON)
                    .untilAsserted(() -> assertThat(all.keySet().stream()
                                    .filter(server -> !Objects.requireNonNull(waiting.get(server))
                                            .isReached())
                                    .map(server -> all.get(server) + " "
                                            + Objects.requireNonNull(scripts.get(server))
                                                    .steps(doing.apply(server)
                                                            .kind
                                                            .token())))
                            .isEmpty());
            all.keySet().stream().filter(server -> !isAsMeant(server)).forEach(elsewhere::add);
            kill(death);
        } finally {
            waiting.values().forEach(Scripts.Waiting::release);
        }
        try {
            whileDead(death, all, elsewhere, scripts, booted, others);
        } finally {
            revive(death); // whoever comes next needs it
        }
        booted.quiet();
        others.quiet();
        Awaitility.await("until nothing is owed")
                .atMost(World.SOON)
                .untilAsserted(() -> assertThat(
                                all.keySet().stream().flatMap(server -> world.api.debts().of(server).stream()))
                        .isEmpty());
        booted.verify();
        others.verify();
    }

    private void whileDead(
            Death death,
            Map<UUID, Point> all,
            Set<UUID> elsewhere,
            Map<UUID, Script> scripts,
            Cases booted,
            Cases others) {
        if (!death.isOfCell()) {
            untilAllWait(all, scripts, Map.of());
        }
        if (death.again()) {
            Map<UUID, Integer> looks = new HashMap<>();
            all.forEach((server, point) -> looks.put(server, looks(scripts, server, point)));
            world.loseTemporal();
            untilAllWait(all, scripts, looks);
        }
        Set<UUID> mayWait = all.entrySet().stream()
                .filter(one -> death.mayWait(one.getValue(), cell(one.getKey()))
                        || (death.way() == Way.RESET && elsewhere.contains(one.getKey())))
                .map(Map.Entry::getKey)
                .collect(toSet());
        switch (death.way()) {
            case DELETE -> all.keySet().forEach(accepted::delete);
            case RESET -> all.keySet().forEach(server -> reset(death, server));
            case FENCE -> world.fence(death.host(), true);
        }
        booted.quiet(mayWait);
        others.quiet(mayWait);
        if (death.way() == Way.DELETE) {
            assertThat(world.api.quotaClaims().all())
                    .extracting(QuotaClaimRow::consumer)
                    .doesNotContainAnyElementsOf(all.keySet());
        }
    }

    /** Where a host was slow for a moment a guest has come to another one: what dies is another end of it then, or none. */
    private boolean isAsMeant(UUID server) {
        Optional<MigrationRow> move =
                world.api.migrations().of(server).stream().max(Comparator.comparing(MigrationRow::createdAt));
        if (move.isPresent()) {
            String to = move.get().destHost();
            return move.get().sourceHost().equals(Death.SOURCE) && (to == null || to.equals(Death.DESTINATION));
        }
        return Optional.ofNullable(cell(server))
                .flatMap(cell -> world.cells.of(cell).servers().find(server))
                .map(ServerRow::host)
                .filter(host -> !host.equals(Death.SOURCE))
                .isEmpty();
    }

    private void kill(Death death) {
        switch (death.what()) {
            case HOST -> world.host(death.host()).kill();
            case DATABASE -> world.door(death.cell()).set(TcpDoor.State.SHUT);
            case HUNG_DATABASE -> world.door(death.cell()).set(TcpDoor.State.STALLED);
        }
    }

    private void revive(Death death) {
        if (death.isOfCell()) {
            world.reopen(death.cell());
        } else {
            world.fence(death.host(), false);
            world.host(death.host()).start();
        }
    }

    /** Where nothing is done to it any more its record is written at once, and the administrator is told that it cannot be. */
    private void reset(Death death, UUID server) {
        try {
            if (!death.isOfCell() || !isOver(server)) {
                accepted.reset(server, VmState.ACTIVE);
            }
        } catch (RuntimeException away) {
            if (!death.isOfCell() || !CellDatabases.isAway(away)) {
                throw away;
            }
        }
    }

    private @Nullable String cell(UUID server) {
        return world.api.mappings().find(server).orElseThrow().cell();
    }

    private static Fate[] fates(Death death) {
        return death.way() == Way.DELETE ? new Fate[] {Fate.GONE} : Fate.values();
    }

    private void prepare(UUID server, Doing doing) {
        if (doing.isEnd()) {
            accepted.resize(server, Accepted.BIG, doing.isAcross());
        }
    }

    private void act(UUID server, Doing doing) {
        switch (doing.kind) {
            case RESIZE -> accepted.resize(server, Accepted.BIG, doing.isAcross());
            default -> accepted.ask(server, doing.kind);
        }
    }

    private boolean isOver(UUID server) {
        return world.api.operations().openOf(server).stream().noneMatch(row -> row.isInTheWay());
    }

    /** @param before how often each had looked after a host before */
    private void untilAllWait(Map<UUID, Point> all, Map<UUID, Script> scripts, Map<UUID, Integer> before) {
        Awaitility.await("until each has ended or waits for a host")
                .atMost(World.SOON)
                .until(() -> all.entrySet().stream()
                        .allMatch(one -> isOver(one.getKey())
                                || looks(scripts, one.getKey(), one.getValue())
                                        > before.getOrDefault(one.getKey(), 0)));
    }

    private static int looks(Map<UUID, Script> scripts, UUID server, Point point) {
        Script script = Objects.requireNonNull(scripts.get(server));
        return (int) Stream.of(point.doing().kind.token(), "repair")
                .flatMap(workflow -> script.steps(workflow).stream())
                .filter("Lane.Look"::equals)
                .count();
    }
}
