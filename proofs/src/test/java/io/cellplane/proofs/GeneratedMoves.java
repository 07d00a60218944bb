package io.cellplane.proofs;

import static io.cellplane.proofs.Cases.Fate.ACTIVE;
import static io.cellplane.proofs.Cases.Fate.FORMER;
import static io.cellplane.proofs.Cases.Fate.GONE;
import static io.cellplane.proofs.Cases.Fate.VERIFY;
import static io.cellplane.proofs.Scripts.When.AFTER_EFFECT;
import static io.cellplane.proofs.Scripts.When.BEFORE_EFFECT;
import static io.cellplane.proofs.Scripts.both;

import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.proofs.Sides.Point;
import io.cellplane.testing.InOneOf;
import io.cellplane.testing.Sample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A resize or a cold migration, from the steps that it is seen to take; its ends are in {@link GeneratedEnds}. */
@InOneOf({GeneratedResizeTest.class, GeneratedCrossCellTest.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GeneratedMoves {
    static final int ALWAYS = Integer.MAX_VALUE;

    private String name = "";
    private int moves;

    World world;
    Accepted accepted;
    /** The steps of a move that succeeds. */
    List<String> steps = List.of();
    /** The steps of one whose first destination refuses, with the undoing of the first attempt in the middle. */
    List<String> undoing = List.of();

    /** The steps that were seen of each kind. */
    final Map<Kind, List<String>> stepsOf = new EnumMap<>(Kind.class);

    List<String> confirming;
    List<String> reverting;
    private List<String> failing = List.of();
    private Sides failed = Sides.around(0);
    private Sides undone = Sides.around(0);
    final Map<String, Sides> ended = new HashMap<>();

    /** Hosts for three places of each server, of which boots choose the first. */
    abstract World world(Path folder);

    abstract boolean isAcrossCells();

    /** The step in which the guest arrives. */
    abstract String arrival();

    /** How many of the last steps come when there is only the way forward. */
    abstract int forward();

    @BeforeAll
    void begin(@TempDir Path folder) {
        world = world(folder);
        accepted = new Accepted(world);
        for (Kind kind : kinds()) {
            Script happy = new Script();
            Script second = refusedArrival();
            Script nowhere = refusedAim();
            new Cases(world)
                    .add(kind + " succeeds", happy, VERIFY)
                    .add(kind + " to its second destination", second, VERIFY)
                    .add(kind + " to nowhere", nowhere, FORMER)
                    .given(server -> {})
                    .when(server -> move(server, kind))
                    .verify();
            steps = happy.steps(kind.token());
            undoing = second.steps(kind.token());
            undone = sides(second, kind.token());
            failing = nowhere.steps(kind.token());
            failed = sides(nowhere, kind.token());
            stepsOf.put(kind, steps);
        }
        Script confirm = new Script();
        new Cases(world)
                .add("is confirmed", confirm, ACTIVE)
                .given(this::move)
                .when(accepted::confirm)
                .verify();
        confirming = confirm.steps("confirm");
        ended.put("confirm", sides(confirm, "confirm"));
        Script revert = new Script();
        new Cases(world)
                .add("is reverted", revert, ACTIVE)
                .given(this::move)
                .when(accepted::revert)
                .verify();
        reverting = revert.steps("revert");
        ended.put("revert", sides(revert, "revert"));
    }

    private Sides sides(Script script, String kind) {
        return script.sides(kind);
    }

    @AfterAll
    void end() {
        try {
            // However its move ended, no disk is left behind at the image service.
            Awaitility.await("until no image is left")
                    .atMost(World.SOON)
                    .until(() -> world.services.clients().images().marked().isEmpty());
        } finally {
            world.close();
        }
    }

    /** What is proved: each move is one of these, which the seed chooses. */
    List<Kind> kinds() {
        return List.of(Kind.RESIZE);
    }

    @BeforeEach
    void count(TestInfo test) {
        name = test.getDisplayName();
        moves = 0;
    }

    void move(UUID server) {
        move(server, Sample.of(name + " " + moves++, kinds()).getFirst());
    }

    private void move(UUID server, Kind kind) {
        if (kind == Kind.MIGRATE) {
            accepted.migrate(server, isAcrossCells());
        } else {
            accepted.resize(server, Accepted.BIG, isAcrossCells());
        }
    }

    private Predicate<Script.Step> moving(int index) {
        return step -> step.index() == index
                && kinds().stream().anyMatch(kind -> kind.token().equals(step.kind()));
    }

    /** The first destination makes the guest and then refuses it. */
    Script refusedArrival() {
        return Scripts.refusing(step -> step.type().equals(arrival()), AFTER_EFFECT, 1);
    }

    private static Script refusedAim() {
        return Scripts.refusing(step -> step.type().equals("Moves.Aim"), BEFORE_EFFECT, ALWAYS);
    }

    void terminate(Script.Step step) {
        world.temporal().client().newUntypedWorkflowStub(step.workflow()).terminate("a test");
    }

    @Test
    void a_fact_refuses_any_step_once_or_always() {
        Cases cases = new Cases(world);
        for (int k : Sample.some("move refused", 1, steps.size() - forward())) {
            String type = steps.get(k);
            for (var when : Scripts.When.sides("aFactRefusesAnyStepOnceOrAlways " + k)) {
                Script script = Scripts.refusing(moving(k), when, 1);
                cases.add(type + " refused once " + when, script, VERIFY, FORMER);
            }
            Script always = Scripts.refusing(step -> step.type().equals(type), BEFORE_EFFECT, ALWAYS);
            cases.add(type + " refused always", always, FORMER);
        }
        cases.given(server -> {}).when(this::move).verify();
    }

    @Test
    void every_step_and_every_undo_stumbles_is_done_twice_and_beside_itself() {
        new Cases(world)
                .add("stumbling", Scripts.stumbling(), VERIFY)
                .add("twice", Scripts.twice(), VERIFY)
                .add("beside", Scripts.beside(), VERIFY)
                .add("stumbling to the second", both(refusedArrival(), Scripts.stumbling()), VERIFY)
                .add("twice to the second", both(refusedArrival(), Scripts.twice()), VERIFY)
                .add("beside to the second", both(refusedArrival(), Scripts.beside()), VERIFY)
                .given(server -> {})
                .when(this::move)
                .verify();
    }

    @Test
    void every_step_and_every_undo_once_more_when_all_is_over() {
        var happy = new Scripts.Zombies(new Script());
        var second = new Scripts.Zombies(refusedArrival());
        var failed = new Scripts.Zombies(Scripts.refusing(step -> step.type().equals(arrival()), AFTER_EFFECT, ALWAYS));
        Cases cases = new Cases(world)
                .add("late steps", happy, VERIFY)
                .add("late steps of two attempts", second, VERIFY)
                .add("late steps of one that failed", failed, FORMER)
                .given(server -> {})
                .when(this::move);
        List.of(happy, second, failed).forEach(Scripts.Zombies::wake);
        cases.verify();
    }

    @Test
    void terminated_at_any_step_then_repaired() {
        Cases.batches(happens("terminated"), some -> {
            Cases cases = new Cases(world);
            some.forEach(one -> cases.add(one + " terminated", one.script(this::terminate), VERIFY, FORMER));
            cases.given(server -> {}).when(this::move).verify();
        });
    }

    /** A move that takes a way of its own, and where on it something happens. */
    private record Happens(Supplier<Script> way, List<String> steps, Predicate<Script.Step> there, Point point) {
        Script script(Script.Happening happening) {
            return both(way.get(), Scripts.once(there, point.side(), happening));
        }

        @Override
        public String toString() {
            return named(steps, point);
        }
    }

    /** On its way to the second destination, and as it fails for good. */
    private List<Happens> happens(String what) {
        Stream<Happens> onItsWay = undone.points(what).stream()
                .map(point -> new Happens(this::refusedArrival, undoing, moving(point.step()), point));
        int last = failing.size() - 1;
        Stream<Happens> atItsEnd = failed.points(what + " failing", last).stream()
                .map(point -> new Happens(GeneratedMoves::refusedAim, failing, moving(last), point));
        return Stream.concat(onItsWay, atItsEnd).toList();
    }

    static String named(List<String> steps, Point point) {
        return steps.get(point.step()) + " (" + point.step() + ") " + point.side();
    }

    @Test
    void a_delete_comes_at_any_step() {
        Cases cases = new Cases(world);
        for (int k : Sample.some("move deleted", 0, undoing.size())) {
            for (var when : Scripts.When.sides("aDeleteComesAtAnyStep " + k)) {
                RequestedServer server = accepted.small();
                Script deleted = Scripts.once(moving(k), when, step -> accepted.delete(server.uuid()));
                cases.add(
                        undoing.get(k) + " (" + k + ") deleted " + when, server, both(refusedArrival(), deleted), GONE);
            }
        }
        cases.given(server -> {}).when(this::move).verify();
    }

    @Test
    void a_delete_over_verify_resize() {
        new Cases(world)
                .add("deleted in VERIFY_RESIZE", new Script(), GONE)
                .given(this::move)
                .when(server -> accepted.delete(server))
                .verify();
    }

    @Test
    void is_confirmed_by_itself_when_its_window_is_over() {
        Cases cases = new Cases(world)
                .add("nobody confirms it", new Script(), ACTIVE)
                .given(this::move)
                .when(server -> {
                    UUID move = world.api
                            .operations()
                            .toVerify(server)
                            .orElseThrow()
                            .id();
                    world.api.operations().window(move, Accepted.now().minusSeconds(1));
                    Awaitility.await()
                            .atMost(World.SOON)
                            .until(() -> world.api.operations().toVerify(server).isEmpty());
                });
        cases.verify();
    }

    @Test
    void a_reset_ends_what_it_comes_over() {
        Cases cases = new Cases(world);
        RequestedServer running = accepted.small();
        Script reset = Scripts.once(moving(3), AFTER_EFFECT, step -> accepted.reset(running.uuid(), "active"));
        cases.add("over a resize under way", running, reset, ACTIVE);
        cases.given(server -> {}).when(this::move).verify();
        new Cases(world)
                .add("over VERIFY_RESIZE", new Script(), ACTIVE)
                .given(this::move)
                .when(server -> accepted.reset(server, "active"))
                .verify();
    }

    @Test
    void temporal_loses_everything_at_any_step() {
        Cases.batches(happens("lost"), some -> {
            Cases cases = new Cases(world);
            List<Scripts.Waiting> waiting = new ArrayList<>();
            for (Happens one : some) {
                Scripts.Waiting here = new Scripts.Waiting();
                waiting.add(here);
                // What had not begun may be taken back while Temporal is away.
                Cases.Fate former = one.point().step() == 0 ? ACTIVE : FORMER;
                cases.add(one + " lost", one.script(here), VERIFY, FORMER, former);
            }
            cases.given(server -> {}).lose(this::move, waiting).verify();
        });
    }
}
