package io.cellplane.proofs;

import static io.cellplane.proofs.Cases.Fate.ACTIVE;
import static io.cellplane.proofs.Cases.Fate.FORMER;
import static io.cellplane.proofs.Cases.Fate.GONE;
import static io.cellplane.proofs.Cases.Fate.VERIFY;
import static io.cellplane.proofs.Scripts.When.AFTER_EFFECT;
import static io.cellplane.proofs.Scripts.When.BEFORE_EFFECT;
import static io.cellplane.proofs.Scripts.at;
import static io.cellplane.proofs.Scripts.both;

import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.testing.Sample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A resize or a cold migration, its confirm and its revert, from the steps that they are seen to take. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GeneratedMoves {
    private static final int ALWAYS = Integer.MAX_VALUE;

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
            new Cases(world)
                    .add(kind + " succeeds", happy, VERIFY)
                    .add(kind + " to its second destination", second, VERIFY)
                    .given(server -> {})
                    .when(server -> move(server, kind))
                    .verify();
            steps = happy.steps(kind.token());
            undoing = second.steps(kind.token());
            stepsOf.put(kind, steps);
        }
        Script confirm = new Script();
        new Cases(world)
                .add("is confirmed", confirm, ACTIVE)
                .given(this::move)
                .when(accepted::confirm)
                .verify();
        confirming = confirm.steps("confirm");
        Script revert = new Script();
        new Cases(world)
                .add("is reverted", revert, ACTIVE)
                .given(this::move)
                .when(accepted::revert)
                .verify();
        reverting = revert.steps("revert");
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

    private void terminate(Script.Step step) {
        world.temporal().client().newUntypedWorkflowStub(step.workflow()).terminate("a test");
    }

    @Test
    void a_fact_refuses_any_step_once_or_always() {
        Cases cases = new Cases(world);
        for (int k : Sample.everyOther(true, 1, steps.size() - forward())) {
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
        Cases cases = new Cases(world);
        for (int k : Sample.everyOther(false, 0, undoing.size())) {
            for (var when : Scripts.When.sides("terminatedAtAnyStepThenRepaired " + k)) {
                Script terminated = Scripts.once(moving(k), when, this::terminate);
                cases.add(
                        undoing.get(k) + " (" + k + ") terminated " + when,
                        both(refusedArrival(), terminated),
                        VERIFY,
                        FORMER);
            }
        }
        cases.given(server -> {}).when(this::move).verify();
    }

    @Test
    void a_delete_comes_at_any_step() {
        Cases cases = new Cases(world);
        for (int k : Sample.everyOther(true, 0, undoing.size())) {
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

    static List<Scripts.When> sides() {
        return Scripts.When.sides("Temporal is lost");
    }

    /** Not all at once: what waits takes a conductor's hands. */
    @ParameterizedTest
    @MethodSource("sides")
    void temporal_loses_everything_at_any_step(Scripts.When when) {
        Cases cases = new Cases(world);
        List<Scripts.Waiting> waiting = new ArrayList<>();
        for (int k : Sample.everyOther(when == AFTER_EFFECT, 0, undoing.size())) {
            Scripts.Waiting here = new Scripts.Waiting();
            waiting.add(here);
            Script lost = Scripts.once(moving(k), when, here);
            // What had not begun may be taken back while Temporal is away.
            cases.add(
                    undoing.get(k) + " (" + k + ") lost " + when,
                    both(refusedArrival(), lost),
                    VERIFY,
                    k == 0 ? ACTIVE : FORMER,
                    FORMER);
        }
        cases.given(server -> {}).lose(this::move, waiting).verify();
    }

    @Test
    void the_ends_stumble_are_done_twice_beside_themselves_and_late() {
        for (Consumer<UUID> end : List.<Consumer<UUID>>of(accepted::confirm, accepted::revert)) {
            var late = new Scripts.Zombies(new Script());
            Cases cases = new Cases(world)
                    .add("stumbling", Scripts.stumbling(), ACTIVE)
                    .add("twice", Scripts.twice(), ACTIVE)
                    .add("beside", Scripts.beside(), ACTIVE)
                    .add("late", late, ACTIVE)
                    .given(this::move)
                    .when(end);
            late.wake();
            cases.verify();
        }
    }

    /** Nothing is lost: the destination runs it again, and it may be confirmed or reverted later. */
    @Test
    void a_fact_refuses_any_step_of_a_revert_until_the_source_has_the_guest() {
        Cases cases = new Cases(world);
        for (int k : Sample.everyOther(true, 1, reverting.indexOf("Ports.Settle"))) {
            for (var when : Scripts.When.sides("refused revert " + k)) {
                String name = reverting.get(k) + " refused " + when;
                cases.add(name, Scripts.refusing(at("revert", k), when, 1), VERIFY);
            }
        }
        cases.given(this::move).when(accepted::revert).verify();
        cases.later(accepted::revert, FORMER).verify();
    }

    @Test
    void an_end_is_terminated_at_any_step_then_repaired() {
        ends("confirm", confirming, accepted::confirm, false, this::terminate, ACTIVE);
        ends("revert", reverting, accepted::revert, false, this::terminate, ACTIVE);
    }

    @Test
    void a_delete_comes_at_any_step_of_an_end() {
        Script.Happening delete =
                step -> accepted.delete(UUID.fromString(step.workflow().split("/", -1)[1]));
        ends("confirm", confirming, accepted::confirm, true, delete, GONE);
        ends("revert", reverting, accepted::revert, true, delete, GONE);
    }

    private void ends(
            String kind,
            List<String> taken,
            Consumer<UUID> act,
            boolean odd,
            Script.Happening happening,
            Cases.Fate fate) {
        Cases cases = new Cases(world);
        for (int k : Sample.everyOther(odd, 0, taken.size())) {
            for (var when : Scripts.When.sides(kind + " " + fate + k)) {
                cases.add(taken.get(k) + " " + when, Scripts.once(at(kind, k), when, happening), fate);
            }
        }
        cases.given(this::move).when(act).verify();
    }

    @Test
    void temporal_loses_everything_at_any_step_of_an_end() {
        for (String kind : List.of("confirm", "revert")) {
            Cases cases = new Cases(world);
            List<Scripts.Waiting> waiting = new ArrayList<>();
            List<String> taken = kind.equals("confirm") ? confirming : reverting;
            for (int k : Sample.everyOther(false, 0, taken.size())) {
                for (var when : Scripts.When.sides(kind + " lost " + k)) {
                    Scripts.Waiting here = new Scripts.Waiting();
                    waiting.add(here);
                    Script lost = Scripts.once(at(kind, k), when, here);
                    cases.add(taken.get(k) + " lost " + when, lost, ACTIVE, k == 0 ? VERIFY : ACTIVE);
                }
            }
            Consumer<UUID> act = kind.equals("confirm") ? accepted::confirm : accepted::revert;
            cases.given(this::move).lose(act, waiting).verify();
        }
    }
}
