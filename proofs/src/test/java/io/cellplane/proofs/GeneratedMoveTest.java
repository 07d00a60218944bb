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

import io.cellplane.contracts.Patience;
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
import org.junit.jupiter.api.io.TempDir;

/** Resize within a cell, its confirm and its revert, from the steps that they are seen to take. */
class GeneratedMoveTest {
    private static final int ALWAYS = Integer.MAX_VALUE;

    @TempDir
    static Path folder;

    private static World world;
    private static Accepted accepted;
    /** The steps of a resize that succeeds. */
    private static List<String> steps;
    /** The steps of one whose first destination refuses, with the undoing of the first attempt in the middle. */
    private static List<String> undoing;

    private static List<String> confirming;
    private static List<String> reverting;

    @BeforeAll
    static void begin() {
        world = new World(folder, List.of("cell1", "cell2"), null, Patience.hasty());
        world.host("cell1", "host1", 65536);
        world.host("cell1", "host2", 65536);
        world.host("cell1", "host3", 65536);
        world.host("cell2", "host4", 32768);
        world.reported();
        accepted = new Accepted(world);
        Script happy = new Script();
        Script second = refusedReceive();
        new Cases(world)
                .add("succeeds", happy, VERIFY)
                .add("second destination", second, VERIFY)
                .given(server -> {})
                .when(GeneratedMoveTest::resize)
                .verify();
        steps = happy.steps("resize");
        undoing = second.steps("resize");
        Script confirm = new Script();
        new Cases(world)
                .add("is confirmed", confirm, ACTIVE)
                .given(GeneratedMoveTest::resize)
                .when(accepted::confirm)
                .verify();
        confirming = confirm.steps("confirm");
        Script revert = new Script();
        new Cases(world)
                .add("is reverted", revert, ACTIVE)
                .given(GeneratedMoveTest::resize)
                .when(accepted::revert)
                .verify();
        reverting = revert.steps("revert");
    }

    @AfterAll
    static void end() {
        world.close();
    }

    private static void resize(UUID server) {
        accepted.resize(server, Accepted.BIG);
    }

    /** The first destination makes the guest and then refuses it. */
    private static Script refusedReceive() {
        return Scripts.refusing(step -> step.type().equals("Hosts.Receive"), AFTER_EFFECT, 1);
    }

    private static void terminate(Script.Step step) {
        world.temporal().client().newUntypedWorkflowStub(step.workflow()).terminate("a test");
    }

    @Test
    void takesSixSteps() {
        assertThat(steps)
                .containsExactly(
                        "Moves.Aim",
                        "Ports.BindBeside",
                        "Hosts.Leave",
                        "Ports.Activate",
                        "Hosts.Receive",
                        "MoveRecords.Resized");
        assertThat(undoing)
                .startsWith(steps.subList(0, 5).toArray(String[]::new))
                .containsSubsequence(
                        "Hosts.Unreceive", "Ports.Deactivate", "Hosts.Unleave", "Ports.UnbindBeside", "Moves.Unaim")
                .endsWith(steps.toArray(String[]::new));
        assertThat(confirming)
                .containsExactly("Moves.Begin", "Hosts.Discard", "Ports.DropBindings", "MoveRecords.Confirmed");
        assertThat(reverting)
                .containsExactly(
                        "Moves.Begin",
                        "Hosts.Unreceive",
                        "Ports.Activate",
                        "Hosts.Restore",
                        "Ports.DropBindings",
                        "MoveRecords.Reverted");
    }

    @Test
    void aFactRefusesAnyStepOnceOrAlways() {
        Cases cases = new Cases(world);
        for (int k = 0; k < steps.size() - 1; k++) {
            String type = steps.get(k);
            for (var when : Scripts.When.values()) {
                Script script = Scripts.refusing(at("resize", k), when, 1);
                cases.add(type + " refused once " + when, script, VERIFY, FORMER);
            }
            Script always = Scripts.refusing(step -> step.type().equals(type), BEFORE_EFFECT, ALWAYS);
            cases.add(type + " refused always", always, FORMER);
        }
        cases.given(server -> {}).when(GeneratedMoveTest::resize).verify();
    }

    @Test
    void everyStepAndEveryUndoStumblesIsDoneTwiceAndBesideItself() {
        new Cases(world)
                .add("stumbling", Scripts.stumbling(), VERIFY)
                .add("twice", Scripts.twice(), VERIFY)
                .add("beside", Scripts.beside(), VERIFY)
                .add("stumbling to the second", both(refusedReceive(), Scripts.stumbling()), VERIFY)
                .add("twice to the second", both(refusedReceive(), Scripts.twice()), VERIFY)
                .add("beside to the second", both(refusedReceive(), Scripts.beside()), VERIFY)
                .given(server -> {})
                .when(GeneratedMoveTest::resize)
                .verify();
    }

    @Test
    void everyStepAndEveryUndoOnceMoreWhenAllIsOver() {
        var happy = new Scripts.Zombies(new Script());
        var second = new Scripts.Zombies(refusedReceive());
        var failed = new Scripts.Zombies(
                Scripts.refusing(step -> step.type().equals("Hosts.Receive"), AFTER_EFFECT, ALWAYS));
        Cases cases = new Cases(world)
                .add("late steps", happy, VERIFY)
                .add("late steps of two attempts", second, VERIFY)
                .add("late steps of one that failed", failed, FORMER)
                .given(server -> {})
                .when(GeneratedMoveTest::resize);
        List.of(happy, second, failed).forEach(Scripts.Zombies::wake);
        cases.verify();
    }

    @Test
    void terminatedAtAnyStepThenRepaired() {
        Cases cases = new Cases(world);
        for (int k = 0; k < undoing.size(); k++) {
            for (var when : Scripts.When.values()) {
                Script terminated = Scripts.once(at("resize", k), when, GeneratedMoveTest::terminate);
                cases.add(
                        undoing.get(k) + " (" + k + ") terminated " + when,
                        both(refusedReceive(), terminated),
                        VERIFY,
                        FORMER);
            }
        }
        cases.given(server -> {}).when(GeneratedMoveTest::resize).verify();
    }

    @Test
    void aDeleteComesAtAnyStep() {
        Cases cases = new Cases(world);
        for (int k = 0; k < undoing.size(); k++) {
            for (var when : Scripts.When.values()) {
                RequestedServer server = accepted.small();
                Script deleted = Scripts.once(at("resize", k), when, step -> accepted.delete(server.uuid()));
                cases.add(
                        undoing.get(k) + " (" + k + ") deleted " + when, server, both(refusedReceive(), deleted), GONE);
            }
        }
        cases.given(server -> {}).when(GeneratedMoveTest::resize).verify();
    }

    @Test
    void aDeleteOverVerifyResize() {
        new Cases(world)
                .add("deleted in VERIFY_RESIZE", new Script(), GONE)
                .given(GeneratedMoveTest::resize)
                .when(server -> accepted.delete(server))
                .verify();
    }

    @Test
    void temporalLosesEverythingAtAnyStep() {
        Cases cases = new Cases(world);
        List<Scripts.Waiting> waiting = new ArrayList<>();
        for (int k = 0; k < undoing.size(); k++) {
            for (var when : Scripts.When.values()) {
                Scripts.Waiting here = new Scripts.Waiting();
                waiting.add(here);
                Script lost = Scripts.once(at("resize", k), when, here);
                // What had not begun may be taken back while Temporal is away.
                cases.add(
                        undoing.get(k) + " (" + k + ") lost " + when,
                        both(refusedReceive(), lost),
                        VERIFY,
                        k == 0 ? ACTIVE : FORMER,
                        FORMER);
            }
        }
        lose(cases.given(server -> {}), GeneratedMoveTest::resize, waiting);
    }

    private static void lose(Cases cases, Consumer<UUID> act, List<Scripts.Waiting> waiting) {
        cases.start(one -> act.accept(one.server().uuid()));
        Awaitility.await().atMost(World.SOON).until(() -> waiting.stream().allMatch(Scripts.Waiting::isReached));
        world.loseTemporal();
        cases.quiet();
        waiting.forEach(Scripts.Waiting::release);
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
                    .given(GeneratedMoveTest::resize)
                    .when(end);
            late.wake();
            cases.verify();
        }
    }

    @Test
    void anEndIsTerminatedAtAnyStepThenRepaired() {
        ends("confirm", confirming, accepted::confirm, GeneratedMoveTest::terminate, ACTIVE);
        ends("revert", reverting, accepted::revert, GeneratedMoveTest::terminate, ACTIVE);
    }

    @Test
    void aDeleteComesAtAnyStepOfAnEnd() {
        Script.Happening delete =
                step -> accepted.delete(UUID.fromString(step.workflow().split("/", -1)[1]));
        ends("confirm", confirming, accepted::confirm, delete, GONE);
        ends("revert", reverting, accepted::revert, delete, GONE);
    }

    private static void ends(
            String kind, List<String> taken, Consumer<UUID> act, Script.Happening happening, Cases.Fate fate) {
        Cases cases = new Cases(world);
        for (int k = 0; k < taken.size(); k++) {
            for (var when : Scripts.When.values()) {
                cases.add(taken.get(k) + " " + when, Scripts.once(at(kind, k), when, happening), fate);
            }
        }
        cases.given(GeneratedMoveTest::resize).when(act).verify();
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
            lose(cases.given(GeneratedMoveTest::resize), act, waiting);
        }
    }
}
