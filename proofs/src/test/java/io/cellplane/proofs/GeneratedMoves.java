package io.cellplane.proofs;

import static io.cellplane.proofs.Cases.Fate.ACTIVE;
import static io.cellplane.proofs.Cases.Fate.FORMER;
import static io.cellplane.proofs.Cases.Fate.GONE;
import static io.cellplane.proofs.Cases.Fate.VERIFY;
import static io.cellplane.proofs.Scripts.When.AFTER_EFFECT;
import static io.cellplane.proofs.Scripts.When.BEFORE_EFFECT;
import static io.cellplane.proofs.Scripts.at;
import static io.cellplane.proofs.Scripts.both;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.server.RequestedServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A resize, its confirm and its revert, from the steps that they are seen to take. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GeneratedMoves {
    private static final int ALWAYS = Integer.MAX_VALUE;

    World world;
    private Accepted accepted;
    /** The steps of a resize that succeeds. */
    List<String> steps;
    /** The steps of one whose first destination refuses, with the undoing of the first attempt in the middle. */
    List<String> undoing;

    List<String> confirming;
    List<String> reverting;

    /** Hosts for three places of each server, of which boots choose the first. */
    abstract World world(Path folder);

    abstract boolean isAcrossCells();

    /** The step in which the guest arrives. */
    abstract String arrival();

    /** How many of the last steps come when there is only the way forward. */
    abstract int forward();

    /** What the phases of an attempt, a confirm and a revert are called, and the task states that are shown on the way. */
    abstract Phases phases();

    /**
     * @param attempt at the destination, at the source, at the destination
     * @param confirm at the source, in what spans it
     * @param revert at the destination, at the source, in what spans it
     */
    record Phases(List<String> tasks, List<String> attempt, List<String> confirm, List<String> revert) {}

    @BeforeAll
    void begin(@TempDir Path folder) {
        world = world(folder);
        accepted = new Accepted(world);
        Script happy = new Script();
        Script second = refusedArrival();
        new Cases(world)
                .add("succeeds", happy, VERIFY)
                .add("second destination", second, VERIFY)
                .given(server -> {})
                .when(this::resize)
                .verify();
        steps = happy.steps("resize");
        undoing = second.steps("resize");
        Script confirm = new Script();
        new Cases(world)
                .add("is confirmed", confirm, ACTIVE)
                .given(this::resize)
                .when(accepted::confirm)
                .verify();
        confirming = confirm.steps("confirm");
        Script revert = new Script();
        new Cases(world)
                .add("is reverted", revert, ACTIVE)
                .given(this::resize)
                .when(accepted::revert)
                .verify();
        reverting = revert.steps("revert");
    }

    @AfterAll
    void end() {
        world.close();
    }

    private void resize(UUID server) {
        accepted.resize(server, Accepted.BIG, isAcrossCells());
    }

    /** The first destination makes the guest and then refuses it. */
    private Script refusedArrival() {
        return Scripts.refusing(step -> step.type().equals(arrival()), AFTER_EFFECT, 1);
    }

    private void terminate(Script.Step step) {
        world.temporal().client().newUntypedWorkflowStub(step.workflow()).terminate("a test");
    }

    @Test
    void aFactRefusesAnyStepOnceOrAlways() {
        Cases cases = new Cases(world);
        for (int k = 0; k < steps.size() - forward(); k++) {
            String type = steps.get(k);
            for (var when : Scripts.When.values()) {
                Script script = Scripts.refusing(at("resize", k), when, 1);
                cases.add(type + " refused once " + when, script, VERIFY, FORMER);
            }
            Script always = Scripts.refusing(step -> step.type().equals(type), BEFORE_EFFECT, ALWAYS);
            cases.add(type + " refused always", always, FORMER);
        }
        cases.given(server -> {}).when(this::resize).verify();
    }

    @Test
    void itsUsersSeeEveryPhase() {
        RequestedServer one = accepted.small();
        RequestedServer two = accepted.small();
        RequestedServer none = accepted.small();
        Seen happy = new Seen(world, one.uuid(), new Script());
        Seen second = new Seen(world, two.uuid(), refusedArrival());
        Seen nowhere = new Seen(
                world, none.uuid(), Scripts.refusing(step -> step.type().equals("Moves.Aim"), BEFORE_EFFECT, ALWAYS));
        new Cases(world)
                .add("seen", one, happy, VERIFY)
                .add("seen at the second destination", two, second, VERIFY)
                .add("seen without any destination", none, nowhere, FORMER)
                .given(server -> {})
                .when(this::resize)
                .verify();
        List<String> tasks = phases().tasks();
        List<String> statuses = List.of("pre-migrating", "migrating", "post-migrating");
        assertThat(happy.tasks()).isEqualTo(concat(List.of("active resize_prep"), tasks, List.of("resized null")));
        assertThat(happy.statuses()).isEqualTo(concat(statuses, List.of("finished")));
        assertThat(happy.events("resize")).isEqualTo(concat(spanning("Success"), attempt(happy, 1)));
        // Across cells the destination's phase is seen from the cutover on, to which the first attempt does not come.
        List<String> first = isAcrossCells() ? tasks.subList(0, tasks.size() - 1) : tasks;
        assertThat(second.tasks())
                .isEqualTo(concat(
                        List.of("active resize_prep"),
                        first,
                        List.of("active resize_prep"),
                        tasks,
                        List.of("resized null")));
        assertThat(second.statuses()).isEqualTo(concat(statuses, List.of("error"), statuses, List.of("finished")));
        assertThat(second.events("resize"))
                .startsWith(spanning("Success").toArray(String[]::new))
                .endsWith(attempt(second, 2).toArray(String[]::new))
                .hasSize(8)
                .element(4)
                .asString()
                .matches(phases().attempt().getLast() + " 1 host\\d Error: refused by a fact");
        assertThat(nowhere.tasks()).containsExactly("active resize_prep", "active null");
        assertThat(nowhere.events("resize")).isEqualTo(spanning("Error: refused by a fact"));
    }

    private static List<String> spanning(String result) {
        return List.of("cold_migrate 1 null " + result, "conductor_migrate_server 1 null " + result);
    }

    private List<String> attempt(Seen seen, int attempt) {
        String to = " " + attempt + " " + seen.migration().destHost() + " Success";
        String from = " " + attempt + " " + seen.migration().sourceHost() + " Success";
        List<String> names = phases().attempt();
        return List.of(names.get(0) + to, names.get(1) + from, names.get(2) + to);
    }

    @Test
    void itsUsersSeeEveryPhaseOfItsEnds() {
        Seen confirm = ended(accepted::confirm);
        assertThat(confirm.tasks()).containsExactly("resized null", "active null");
        assertThat(confirm.statuses()).containsExactly("finished", "confirming", "confirmed");
        String source = " 1 " + confirm.migration().sourceHost() + " Success";
        List<String> names = phases().confirm();
        assertThat(confirm.events("confirmResize"))
                .isEqualTo(concat(
                        names.stream()
                                .skip(1)
                                .map(name -> name + " 1 null Success")
                                .toList(),
                        List.of(names.getFirst() + source)));
        assertThat(confirm.events("resize")).isEqualTo(concat(spanning("Success"), attempt(confirm, 1)));

        Seen revert = ended(accepted::revert);
        assertThat(revert.tasks()).containsExactly("resized resize_reverting", "active null");
        assertThat(revert.statuses()).containsExactly("finished", "reverting", "reverted");
        String from = " 1 " + revert.migration().sourceHost() + " Success";
        String to = " 1 " + revert.migration().destHost() + " Success";
        names = phases().revert();
        assertThat(revert.events("revertResize"))
                .isEqualTo(concat(
                        names.stream()
                                .skip(2)
                                .map(name -> name + " 1 null Success")
                                .toList(),
                        List.of(names.get(0) + to, names.get(1) + from)));
        assertThat(revert.events("resize")).isEqualTo(concat(spanning("Success"), attempt(revert, 1)));
    }

    private Seen ended(Consumer<UUID> end) {
        RequestedServer server = accepted.small();
        Seen seen = new Seen(world, server.uuid(), new Script());
        new Cases(world)
                .add("seen", server, seen, ACTIVE)
                .given(this::resize)
                .when(end)
                .verify();
        return seen;
    }

    @SafeVarargs
    private static List<String> concat(List<String>... parts) {
        List<String> whole = new ArrayList<>();
        for (List<String> part : parts) {
            whole.addAll(part);
        }
        return whole;
    }

    @Test
    void everyStepAndEveryUndoStumblesIsDoneTwiceAndBesideItself() {
        new Cases(world)
                .add("stumbling", Scripts.stumbling(), VERIFY)
                .add("twice", Scripts.twice(), VERIFY)
                .add("beside", Scripts.beside(), VERIFY)
                .add("stumbling to the second", both(refusedArrival(), Scripts.stumbling()), VERIFY)
                .add("twice to the second", both(refusedArrival(), Scripts.twice()), VERIFY)
                .add("beside to the second", both(refusedArrival(), Scripts.beside()), VERIFY)
                .given(server -> {})
                .when(this::resize)
                .verify();
    }

    @Test
    void everyStepAndEveryUndoOnceMoreWhenAllIsOver() {
        var happy = new Scripts.Zombies(new Script());
        var second = new Scripts.Zombies(refusedArrival());
        var failed = new Scripts.Zombies(Scripts.refusing(step -> step.type().equals(arrival()), AFTER_EFFECT, ALWAYS));
        Cases cases = new Cases(world)
                .add("late steps", happy, VERIFY)
                .add("late steps of two attempts", second, VERIFY)
                .add("late steps of one that failed", failed, FORMER)
                .given(server -> {})
                .when(this::resize);
        List.of(happy, second, failed).forEach(Scripts.Zombies::wake);
        cases.verify();
    }

    @Test
    void terminatedAtAnyStepThenRepaired() {
        Cases cases = new Cases(world);
        for (int k = 0; k < undoing.size(); k++) {
            for (var when : Scripts.When.values()) {
                Script terminated = Scripts.once(at("resize", k), when, this::terminate);
                cases.add(
                        undoing.get(k) + " (" + k + ") terminated " + when,
                        both(refusedArrival(), terminated),
                        VERIFY,
                        FORMER);
            }
        }
        cases.given(server -> {}).when(this::resize).verify();
    }

    @Test
    void aDeleteComesAtAnyStep() {
        Cases cases = new Cases(world);
        for (int k = 0; k < undoing.size(); k++) {
            for (var when : Scripts.When.values()) {
                RequestedServer server = accepted.small();
                Script deleted = Scripts.once(at("resize", k), when, step -> accepted.delete(server.uuid()));
                cases.add(
                        undoing.get(k) + " (" + k + ") deleted " + when, server, both(refusedArrival(), deleted), GONE);
            }
        }
        cases.given(server -> {}).when(this::resize).verify();
    }

    @Test
    void aDeleteOverVerifyResize() {
        new Cases(world)
                .add("deleted in VERIFY_RESIZE", new Script(), GONE)
                .given(this::resize)
                .when(server -> accepted.delete(server))
                .verify();
    }

    @Test
    void isConfirmedByItselfWhenItsWindowIsOver() {
        Cases cases = new Cases(world)
                .add("nobody confirms it", new Script(), ACTIVE)
                .given(this::resize)
                .when(server -> {
                    UUID move = world.api
                            .operations()
                            .toVerify(server)
                            .orElseThrow()
                            .id();
                    world.api.operations().postpone(move, Accepted.now().minusSeconds(1));
                    Awaitility.await()
                            .atMost(World.SOON)
                            .until(() -> world.api.operations().toVerify(server).isEmpty());
                });
        cases.verify();
    }

    @Test
    void aResetEndsWhatItComesOver() {
        Cases cases = new Cases(world);
        RequestedServer running = accepted.small();
        Script reset = Scripts.once(at("resize", 2), AFTER_EFFECT, step -> accepted.reset(running.uuid(), "active"));
        cases.add("over a resize under way", running, reset, ACTIVE);
        cases.given(server -> {}).when(this::resize).verify();
        new Cases(world)
                .add("over VERIFY_RESIZE", new Script(), ACTIVE)
                .given(this::resize)
                .when(server -> accepted.reset(server, "active"))
                .verify();
    }

    /** Not all at once: what waits takes a conductor's hands. */
    @ParameterizedTest
    @EnumSource
    void temporalLosesEverythingAtAnyStep(Scripts.When when) {
        Cases cases = new Cases(world);
        List<Scripts.Waiting> waiting = new ArrayList<>();
        for (int k = 0; k < undoing.size(); k++) {
            Scripts.Waiting here = new Scripts.Waiting();
            waiting.add(here);
            Script lost = Scripts.once(at("resize", k), when, here);
            // What had not begun may be taken back while Temporal is away.
            cases.add(
                    undoing.get(k) + " (" + k + ") lost " + when,
                    both(refusedArrival(), lost),
                    VERIFY,
                    k == 0 ? ACTIVE : FORMER,
                    FORMER);
        }
        lose(cases.given(server -> {}), this::resize, waiting);
    }

    private void lose(Cases cases, Consumer<UUID> act, List<Scripts.Waiting> waiting) {
        cases.start(one -> act.accept(one.server().uuid()));
        try {
            Awaitility.await().atMost(World.SOON).until(() -> waiting.stream().allMatch(Scripts.Waiting::isReached));
            world.loseTemporal();
            cases.quiet();
        } finally {
            waiting.forEach(Scripts.Waiting::release);
        }
        cases.quiet().verify();
    }

    @Test
    void theEndsStumbleAreDoneTwiceBesideThemselvesAndLate() {
        for (Consumer<UUID> end : List.<Consumer<UUID>>of(accepted::confirm, accepted::revert)) {
            var late = new Scripts.Zombies(new Script());
            Cases cases = new Cases(world)
                    .add("stumbling", Scripts.stumbling(), ACTIVE)
                    .add("twice", Scripts.twice(), ACTIVE)
                    .add("beside", Scripts.beside(), ACTIVE)
                    .add("late", late, ACTIVE)
                    .given(this::resize)
                    .when(end);
            late.wake();
            cases.verify();
        }
    }

    @Test
    void anEndIsTerminatedAtAnyStepThenRepaired() {
        ends("confirm", confirming, accepted::confirm, this::terminate, ACTIVE);
        ends("revert", reverting, accepted::revert, this::terminate, ACTIVE);
    }

    @Test
    void aDeleteComesAtAnyStepOfAnEnd() {
        Script.Happening delete =
                step -> accepted.delete(UUID.fromString(step.workflow().split("/", -1)[1]));
        ends("confirm", confirming, accepted::confirm, delete, GONE);
        ends("revert", reverting, accepted::revert, delete, GONE);
    }

    private void ends(
            String kind, List<String> taken, Consumer<UUID> act, Script.Happening happening, Cases.Fate fate) {
        Cases cases = new Cases(world);
        for (int k = 0; k < taken.size(); k++) {
            for (var when : Scripts.When.values()) {
                cases.add(taken.get(k) + " " + when, Scripts.once(at(kind, k), when, happening), fate);
            }
        }
        cases.given(this::resize).when(act).verify();
    }

    @Test
    void temporalLosesEverythingAtAnyStepOfAnEnd() {
        for (String kind : List.of("confirm", "revert")) {
            Cases cases = new Cases(world);
            List<Scripts.Waiting> waiting = new ArrayList<>();
            List<String> taken = kind.equals("confirm") ? confirming : reverting;
            for (int k = 0; k < taken.size(); k++) {
                for (var when : Scripts.When.values()) {
                    Scripts.Waiting here = new Scripts.Waiting();
                    waiting.add(here);
                    Script lost = Scripts.once(at(kind, k), when, here);
                    cases.add(taken.get(k) + " lost " + when, lost, ACTIVE, k == 0 ? VERIFY : ACTIVE);
                }
            }
            Consumer<UUID> act = kind.equals("confirm") ? accepted::confirm : accepted::revert;
            lose(cases.given(this::resize), act, waiting);
        }
    }
}
