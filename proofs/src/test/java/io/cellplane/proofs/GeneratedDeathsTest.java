package io.cellplane.proofs;

import static io.cellplane.proofs.Scripts.When.BEFORE_EFFECT;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.Patience;
import io.cellplane.contracts.fault.StepFiles;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.contracts.server.VmState;
import io.cellplane.proofs.Cases.Fate;
import io.cellplane.testing.Sample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation at every step, when the host that its guest comes from or goes to dies for good: a delete, a reset or a
 * fence ends it, and when the host comes back nothing is left there that should not be.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GeneratedDeathsTest {
    private static final int AT_ONCE = 24;
    private static final List<String> UNKNOWN = List.of("Hosts.SetAside", "Ports.Activate", "Hosts.Restore");
    private static final String SOURCE = "host1";
    private static final String DESTINATION = "host2";

    /** One for moves within a cell, one for moves across: in each the first host is chosen first. */
    private final Map<Boolean, World> worlds = new HashMap<>();

    private World world;
    private Accepted accepted;

    /** What is under way. */
    enum Doing {
        BOOT(Kind.BOOT, "boot"),
        STOP(Kind.STOP, "stop"),
        HARD_REBOOT(Kind.HARD_REBOOT, "hard_reboot"),
        RESIZE(Kind.RESIZE, "resize"),
        RESIZE_ACROSS(Kind.RESIZE, "resize-across"),
        CONFIRM(Kind.CONFIRM, "confirm"),
        CONFIRM_ACROSS(Kind.CONFIRM, "confirm-across"),
        REVERT(Kind.REVERT, "revert"),
        REVERT_ACROSS(Kind.REVERT, "revert-across");

        private final Kind kind;
        private final String steps;

        Doing(Kind kind, String steps) {
            this.kind = kind;
            this.steps = steps;
        }

        boolean isAcross() {
            return steps.endsWith("-across");
        }

        boolean isEnd() {
            return kind == Kind.CONFIRM || kind == Kind.REVERT;
        }

        /** A boot and a change of power know one host, which is the first. */
        boolean hasDestination() {
            return isEnd() || kind == Kind.RESIZE;
        }
    }

    /** What somebody does about it. */
    enum Way {
        DELETE,
        RESET,
        FENCE
    }

    private record Point(Doing doing, int step) {}

    record Death(boolean ofSource, boolean across, Way way) {
        String host() {
            return ofSource ? SOURCE : DESTINATION;
        }

        /** A boot and a change of power know one host, which is the first. */
        boolean concerns(Doing doing) {
            return doing.isAcross() == across && (ofSource || doing.hasDestination());
        }

        /**
         * Whether the guest may run on a host that says nothing: a reset waits then until it speaks or is fenced, since whatever
         * it let run elsewhere could be a second guest.
         */
        boolean leavesUnknown(Doing doing, String step) {
            boolean starts = step.equals("Hosts.Start") && ofSource != doing.hasDestination();
            boolean returns = ofSource && doing.kind == Kind.REVERT && UNKNOWN.contains(step);
            return way == Way.RESET && (starts || returns);
        }

        @Override
        public String toString() {
            return (ofSource ? "source" : "destination") + " dead" + (across ? " across cells" : "") + ", then " + way;
        }
    }

    @BeforeAll
    void begin(@TempDir Path folder) {
        for (boolean across : List.of(false, true)) {
            World each = new World(
                    folder.resolve(across ? "across" : "within"),
                    List.of("cell1", "cell2", "cell3"),
                    null,
                    Patience.hasty());
            worlds.put(across, each);
            each.host("cell1", SOURCE, 262_144);
            each.host(across ? "cell2" : "cell1", DESTINATION, 131_072);
            each.host(across ? "cell3" : "cell1", "host3", 65_536);
            each.reported();
        }
        on(false);
    }

    private void on(boolean across) {
        world = Objects.requireNonNull(worlds.get(across));
        accepted = new Accepted(world);
    }

    @AfterAll
    void end() {
        worlds.values().forEach(World::close);
    }

    static List<Death> deaths() {
        List<Death> deaths = new ArrayList<>();
        for (boolean ofSource : List.of(true, false)) {
            List<Death> ways = Stream.of(false, true)
                    .flatMap(across -> Stream.of(Way.values()).map(way -> new Death(ofSource, across, way)))
                    .toList();
            deaths.addAll(Sample.of("death of source " + ofSource, ways));
        }
        return deaths;
    }

    @ParameterizedTest
    @MethodSource("deaths")
    void ends_and_leaves_nothing_behind(Death death) {
        on(death.across());
        List<Point> points = new ArrayList<>();
        for (Doing doing : EnumSet.allOf(Doing.class)) {
            if (death.concerns(doing)) {
                int steps = StepFiles.read(doing.steps).size();
                for (int step : Sample.everyOther(death.ofSource(), 0, steps)) {
                    if (!death.leavesUnknown(doing, StepFiles.read(doing.steps).get(step))) {
                        points.add(new Point(doing, step));
                    }
                }
            }
        }
        for (int i = 0; i < points.size(); i += AT_ONCE) {
            prove(death, points.subList(i, Math.min(points.size(), i + AT_ONCE)));
        }
    }

    private void prove(Death death, List<Point> points) {
        Cases booted = new Cases(world);
        Cases others = new Cases(world);
        Map<UUID, Doing> all = new HashMap<>();
        Map<UUID, Script> scripts = new HashMap<>();
        Map<UUID, Scripts.Waiting> waiting = new HashMap<>();
        for (Point point : points) {
            RequestedServer server = accepted.small();
            Scripts.Waiting here = new Scripts.Waiting();
            waiting.put(server.uuid(), here);
            Doing doing = point.doing();
            Script script = Scripts.once(Scripts.at(doing.kind.token(), point.step()), BEFORE_EFFECT, here);
            all.put(server.uuid(), doing);
            scripts.put(server.uuid(), script);
            (doing == Doing.BOOT ? booted : others)
                    .add(
                            doing + " " + StepFiles.read(doing.steps).get(point.step()) + ", " + death,
                            server,
                            script,
                            fates(death));
        }
        others.given(server -> prepare(server, Objects.requireNonNull(all.get(server))));
        booted.start(one -> accepted.boot(one.server()));
        others.start(one -> act(
                one.server().uuid(), Objects.requireNonNull(all.get(one.server().uuid()))));
        try {
            Awaitility.await("until each is at its step")
                    .atMost(World.SOON)
                    .untilAsserted(() -> assertThat(all.keySet().stream()
                                    .filter(server -> !Objects.requireNonNull(waiting.get(server))
                                            .isReached())
                                    .map(server -> all.get(server) + " "
                                            + Objects.requireNonNull(scripts.get(server))
                                                    .steps(Objects.requireNonNull(all.get(server))
                                                            .kind
                                                            .token())))
                            .isEmpty());
            world.host(death.host()).kill();
        } finally {
            waiting.values().forEach(Scripts.Waiting::release);
        }
        Awaitility.await("until each has ended or waits for a host")
                .atMost(World.SOON)
                .until(() -> all.entrySet().stream()
                        .allMatch(one -> isOver(one.getKey())
                                || isWaiting(Objects.requireNonNull(scripts.get(one.getKey())), one.getValue().kind)));
        switch (death.way()) {
            case DELETE -> all.keySet().forEach(accepted::delete);
            case RESET -> all.keySet().forEach(server -> accepted.reset(server, VmState.ACTIVE));
            case FENCE -> world.fence(death.host(), true);
        }
        booted.quiet();
        others.quiet();
        world.fence(death.host(), false);
        world.host(death.host()).start();
        Awaitility.await("until nothing is owed")
                .atMost(World.SOON)
                .untilAsserted(() -> assertThat(
                                all.keySet().stream().flatMap(server -> world.api.debts().of(server).stream()))
                        .isEmpty());
        booted.verify();
        others.verify();
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
            case CONFIRM -> accepted.confirm(server);
            case REVERT -> accepted.revert(server);
            default -> accepted.act(server, doing.kind, Map.of(), null);
        }
    }

    private boolean isOver(UUID server) {
        return world.api.operations().openOf(server).stream().noneMatch(row -> row.isInTheWay());
    }

    private static boolean isWaiting(Script script, Kind kind) {
        return Stream.of(kind.token(), "repair")
                .anyMatch(workflow -> script.steps(workflow).contains("Lane.Look"));
    }
}
