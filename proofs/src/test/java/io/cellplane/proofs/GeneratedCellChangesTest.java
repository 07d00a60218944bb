package io.cellplane.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.Patience;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.proofs.Cases.Fate;
import io.cellplane.proofs.Death.Doing;
import io.cellplane.proofs.Sides.Side;
import io.cellplane.testing.Sample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation at every step, when an operator changes the cells that it is about: what was placed goes on, what was not
 * goes elsewhere, nothing that is there is forgotten, and nothing is left.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GeneratedCellChangesTest {
    /** Cells where servers are, or are going to, by whether moves go across; another one has room, too. */
    private static final Map<Boolean, List<String>> CHANGED =
            Map.of(false, List.of("cell1"), true, List.of("cell1", "cell2"));

    @TempDir
    private static Path folder;

    private final Map<Boolean, Stage> stages = new HashMap<>();
    private @Nullable Stage current;

    /** What the operator does. */
    enum Deed {
        /** New servers avoid them; they are enabled when all is over. */
        DISABLES,
        /** Their hosts, too: in vain. */
        DELETES,
        /** The former accounts of their databases are dropped, with whoever is connected. */
        ROTATES,
        /** The former servers of their buses end. */
        MOVES_BUSES
    }

    record Change(Deed deed, boolean across) {
        static List<Change> all() {
            return Stream.of(Deed.values())
                    .flatMap(deed -> Stream.of(new Change(deed, false), new Change(deed, true)))
                    .toList();
        }

        @Override
        public String toString() {
            return "operator " + deed + (across ? ", moves across cells" : ", moves within a cell");
        }
    }

    /** Where it is at when the operator comes. */
    record Point(Doing doing, int step, Side side) {
        @Override
        public String toString() {
            return doing + " " + doing.names().get(step) + " (" + step + ") " + side;
        }

        /** Nothing is claimed yet, or what was claimed has not been told of. */
        boolean mayChoose() {
            return step == 0 || doing.names().get(step).equals("Moves.Aim");
        }
    }

    /** In each the first host is chosen first, and moves have another place in the last cell. */
    private record Stage(World world, CellOperator operator, Accepted accepted) {
        static Stage of(Path folder, boolean across) {
            MovableBuses buses = new MovableBuses();
            World world = new World(folder, List.of("cell1", "cell2", "cell3"), buses, Patience.hasty());
            world.host("cell1", Death.SOURCE, 262_144);
            world.host(across ? "cell2" : "cell1", Death.DESTINATION, 131_072);
            world.host("cell3", "host3", 65_536);
            world.reported();
            return new Stage(world, world.add(new CellOperator(world, buses)), new Accepted(world));
        }
    }

    private Stage stage() {
        return Objects.requireNonNull(current);
    }

    static List<Change> changes() {
        return Sample.of("changes of cells", Change.all());
    }

    @AfterAll
    void end() {
        stages.values().forEach(each -> each.world().close());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void ends_as_it_should_and_leaves_nothing(Change change) {
        System.out.println("Changes of cells: " + change);
        boolean across = change.across();
        current = stages.computeIfAbsent(across, _ -> Stage.of(folder.resolve(across ? "across" : "within"), across));
        Cases.batches(points(change), some -> prove(change, some));
    }

    private static List<Point> points(Change change) {
        List<Point> points = new ArrayList<>();
        for (Doing doing : Doing.values()) {
            if (!doing.hasDestination() || doing.isAcross() == change.across()) {
                for (int step :
                        Sample.some(change + " " + doing, 0, doing.names().size())) {
                    Sample.of(change + " " + doing + step, Pause.SIDES)
                            .forEach(side -> points.add(new Point(doing, step, side)));
                }
            }
        }
        return points;
    }

    private void prove(Change change, List<Point> points) {
        World world = stage().world();
        world.reported();
        Cases booted = new Cases(world);
        Cases others = new Cases(world);
        Cases beside = beside(change.deed());
        Map<UUID, Point> all = new LinkedHashMap<>();
        List<Pause> pauses = new ArrayList<>();
        for (Point point : points) {
            RequestedServer server = stage().accepted().small();
            Pause pause = new Pause(Scripts.at(point.doing().kind.token(), point.step()), point.side());
            pauses.add(pause);
            all.put(server.uuid(), point);
            (point.doing() == Doing.BOOT ? booted : others)
                    .add(point + ", " + change, server, pause, fates(change, point));
        }
        others.given(server -> prepare(server, doing(all, server)));
        booted.start(one -> stage().accepted().boot(one.server()));
        others.start(one -> act(one.server().uuid(), doing(all, one.server().uuid())));
        Map<UUID, Set<String>> before = new HashMap<>();
        try {
            Awaitility.await("until each is at its step")
                    .atMost(World.SOON)
                    .until(() -> pauses.stream().allMatch(Pause::isReached));
            does(change, all.keySet());
            all.keySet().forEach(server -> before.put(server, stage().operator().cellsOf(server)));
        } finally {
            pauses.forEach(Script::release);
        }
        booted.quiet();
        others.quiet();
        if (change.deed() == Deed.DISABLES) {
            before.forEach((server, cells) -> hasNotCome(change, server, cells));
            goesElsewhere(change, beside);
        }
        booted.verify();
        others.verify();
        assertThat(world.api.debts().all()).isEmpty();
    }

    private static Doing doing(Map<UUID, Point> all, UUID server) {
        return Objects.requireNonNull(all.get(server)).doing();
    }

    /** Servers that are at rest where no more may come. */
    private Cases beside(Deed deed) {
        Cases beside = new Cases(stage().world());
        return deed == Deed.DISABLES
                ? beside.add("moved away", new Script(), Fate.VERIFY).given(_ -> {})
                : beside;
    }

    private static Fate[] fates(Change change, Point point) {
        return switch (point.doing().kind) {
            case STOP -> new Fate[] {Fate.STOPPED};
            // A resize within a cell that takes no more has nowhere to go.
            case RESIZE ->
                change.deed() == Deed.DISABLES && !change.across() && point.mayChoose()
                        ? new Fate[] {Fate.FORMER, Fate.VERIFY}
                        : new Fate[] {Fate.VERIFY};
            default -> new Fate[] {Fate.ACTIVE};
        };
    }

    private void does(Change change, Set<UUID> servers) {
        CellOperator operator = stage().operator();
        List<String> cells = Objects.requireNonNull(CHANGED.get(change.across()));
        switch (change.deed()) {
            case DISABLES -> cells.forEach(cell -> operator.disable(cell, true));
            case DELETES -> operator.triesToDelete(servers);
            case ROTATES -> cells.forEach(operator::rotate);
            case MOVES_BUSES -> cells.forEach(operator::moveBus);
        }
    }

    private void hasNotCome(Change change, UUID server, Set<String> before) {
        Set<String> come = new TreeSet<>(stage().operator().cellsOf(server));
        come.removeAll(before);
        assertThat(come)
                .as("server %s had something in %s", server, before)
                .doesNotContainAnyElementsOf(CHANGED.get(change.across()));
    }

    /** While they are disabled: what is new, and what moves away; when they are enabled, they are chosen again. */
    private void goesElsewhere(Change change, Cases beside) {
        List<String> disabled = Objects.requireNonNull(CHANGED.get(change.across()));
        Cases fresh = new Cases(stage().world())
                .add("a boot meanwhile", new Script(), Fate.ACTIVE)
                .boot();
        beside.when(server -> stage().accepted().migrate(server, true)).verify();
        fresh.verify();
        assertThat(Stream.of(fresh, beside).flatMap(cases -> cases.servers().stream()))
                .extracting(this::cell)
                .doesNotContainAnyElementsOf(disabled);
        disabled.forEach(cell -> stage().operator().disable(cell, false));
        beside.later(server -> stage().accepted().revert(server), Fate.ACTIVE).verify();
        Cases again = new Cases(stage().world())
                .add("a boot afterwards", new Script(), Fate.ACTIVE)
                .boot();
        again.verify();
        assertThat(Stream.of(again, beside).flatMap(cases -> cases.servers().stream()))
                .extracting(this::cell)
                .containsOnly("cell1");
    }

    private String cell(UUID server) {
        return String.valueOf(
                stage().world().api.mappings().find(server).orElseThrow().cell());
    }

    private void prepare(UUID server, Doing doing) {
        if (doing.isEnd()) {
            stage().accepted().resize(server, Accepted.BIG, doing.isAcross());
        }
    }

    private void act(UUID server, Doing doing) {
        switch (doing.kind) {
            case RESIZE -> stage().accepted().resize(server, Accepted.BIG, doing.isAcross());
            default -> stage().accepted().ask(server, doing.kind);
        }
    }
}
