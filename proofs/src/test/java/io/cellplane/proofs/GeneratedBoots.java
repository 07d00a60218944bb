package io.cellplane.proofs;

import static io.cellplane.proofs.Cases.Fate.ACTIVE;
import static io.cellplane.proofs.Cases.Fate.ERROR;
import static io.cellplane.proofs.Cases.Fate.GONE;
import static io.cellplane.proofs.Cases.Fate.SAID_ERROR;
import static io.cellplane.proofs.Scripts.When.AFTER_EFFECT;
import static io.cellplane.proofs.Scripts.When.BEFORE_EFFECT;
import static io.cellplane.proofs.Scripts.at;
import static io.cellplane.proofs.Scripts.both;

import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.contracts.server.VmState;
import io.cellplane.proofs.Sides.Point;
import io.cellplane.testing.InOneOf;
import io.cellplane.testing.Sample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A boot, from the steps that it is seen to take. */
@InOneOf({GeneratedBootTest.class, GeneratedBootElsewhereTest.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GeneratedBoots {
    private static final int ALWAYS = Integer.MAX_VALUE;
    /** What a fact may refuse; a cutover is told to come later. */
    private static final Set<String> REFUSABLE =
            Set.of("Placement.Place", "CellMoves.Copy", "Ports.Bind", "Records.Land", "Hosts.Spawn", "Hosts.Start");

    World world;
    /** The steps of a boot that succeeds. */
    List<String> steps;
    /** The steps of a boot whose first host refuses, with the undoing of the first attempt in the middle. */
    List<String> undoing;

    private Script second;
    /** One that is refused its ports, and fails where it has not landed. */
    private Script failed;

    /** A boot that takes a way of its own, and where on it something happens. */
    private record Happens(Supplier<Script> way, List<String> steps, Point point) {
        Script script(Script.Happening happening) {
            return both(way.get(), Scripts.once(at("boot", point.step()), point.side(), happening));
        }

        @Override
        public String toString() {
            return steps.get(point.step()) + " (" + point.step() + ") " + point.side();
        }
    }

    /** Hosts for all boots, of which they choose the first. */
    abstract World world(Path folder);

    @BeforeAll
    void begin(@TempDir Path folder) {
        world = world(folder);
        Script happy = new Script();
        second = refusedSpawn();
        failed = refusedPorts();
        new Cases(world)
                .add("succeeds", happy, ACTIVE)
                .add("second host", second, ACTIVE)
                .add("fails", failed, ERROR)
                .boot()
                .verify();
        steps = happy.steps("boot");
        undoing = second.steps("boot");
    }

    private static Sides sides(Script script) {
        return script.sides("boot");
    }

    @AfterAll
    void end() {
        world.close();
    }

    /** The first host makes the guest and then refuses it. */
    private static Script refusedSpawn() {
        return Scripts.refusing(step -> step.type().equals("Hosts.Spawn"), AFTER_EFFECT, 1);
    }

    private static Script refusedPorts() {
        return Scripts.refusing(step -> step.type().equals("Ports.Bind"), BEFORE_EFFECT, ALWAYS);
    }

    private List<Happens> happens(String what) {
        List<String> failing = failed.steps("boot");
        Stream<Happens> onItsWay = sides(second).points(what).stream()
                .map(point -> new Happens(GeneratedBoots::refusedSpawn, undoing, point));
        Stream<Happens> atItsEnd = sides(failed).points(what + " failing", failing.size() - 1).stream()
                .map(point -> new Happens(GeneratedBoots::refusedPorts, failing, point));
        return Stream.concat(onItsWay, atItsEnd).toList();
    }

    @Test
    void a_fact_refuses_any_step_once() {
        Cases cases = new Cases(world);
        for (int k : Sample.some("boot refused", 0, steps.size())) {
            for (var when : Scripts.When.sides("aFactRefusesAnyStepOnce " + k)) {
                Script script = Scripts.refusing(at("boot", k), when, 1);
                cases.add(steps.get(k) + " refused once " + when, script, ACTIVE, ERROR);
            }
        }
        cases.boot().verify();
    }

    @Test
    void a_fact_refuses_any_step_of_the_second_attempt() {
        Cases cases = new Cases(world);
        int first = undoing.lastIndexOf("Placement.Place");
        for (int k : Sample.some("second attempt refused", first, undoing.size())) {
            if (REFUSABLE.contains(undoing.get(k))) {
                for (var when : Scripts.When.sides("aFactRefusesAnyStepOfTheSecondAttempt " + k)) {
                    Script script = both(refusedSpawn(), Scripts.refusing(at("boot", k), when, 1));
                    cases.add(undoing.get(k) + " (" + k + ") refused " + when, script, ACTIVE, ERROR);
                }
            }
        }
        cases.boot().verify();
    }

    @Test
    void a_fact_refuses_any_step_always() {
        Cases cases = new Cases(world);
        for (String type : steps) {
            cases.add(
                    type + " refused always",
                    Scripts.refusing(step -> step.type().equals(type), BEFORE_EFFECT, ALWAYS),
                    ERROR);
        }
        cases.boot().verify();
    }

    @Test
    void every_step_fails_then_loses_its_answer_and_has_one_effect() {
        new Cases(world)
                .add("stumbling", Scripts.stumbling(), ACTIVE)
                .add("stumbling to the second host", both(refusedSpawn(), Scripts.stumbling()), ACTIVE)
                .boot()
                .verify();
    }

    @Test
    void every_step_and_every_undo_twice() {
        new Cases(world)
                .add("twice", Scripts.twice(), ACTIVE)
                .add("twice to the second host", both(refusedSpawn(), Scripts.twice()), ACTIVE)
                .boot()
                .verify();
    }

    @Test
    void every_step_and_every_undo_beside_its_own_retry() {
        Accepted accepted = new Accepted(world);
        new Cases(world)
                .add("beside", accepted.small(), Scripts.beside(), ACTIVE)
                .add("to the second host", accepted.small(), both(refusedSpawn(), Scripts.beside()), ACTIVE)
                .boot()
                .verify();
    }

    @Test
    void every_step_and_every_undo_once_more_when_all_is_over() {
        var happy = new Scripts.Zombies(new Script());
        var second = new Scripts.Zombies(refusedSpawn());
        var failed =
                new Scripts.Zombies(Scripts.refusing(step -> step.type().equals("Hosts.Spawn"), AFTER_EFFECT, ALWAYS));
        var gone = new Scripts.Zombies(refusedSpawn());
        Accepted accepted = new Accepted(world);
        RequestedServer deleted = accepted.small();
        Cases cases = new Cases(world)
                .add("late steps of a boot", happy, ACTIVE)
                .add("late steps of a boot on its second host", accepted.small(), second, ACTIVE)
                .add("late steps of a boot that failed", failed, ERROR)
                .add("late steps of a server that is gone", deleted, gone, GONE)
                .boot();
        accepted.delete(deleted.uuid());
        cases.quiet();
        List.of(happy, second, failed, gone).forEach(Scripts.Zombies::wake);
        cases.verify();
    }

    @Test
    void terminated_at_any_step_then_repaired() {
        Cases.batches(happens("terminated"), some -> {
            Cases cases = new Cases(world);
            some.forEach(one -> cases.add(one + " terminated", one.script(this::terminate), ACTIVE, ERROR));
            cases.boot().verify();
        });
    }

    private void terminate(Script.Step step) {
        world.temporal().client().newUntypedWorkflowStub(step.workflow()).terminate("a test");
    }

    @Test
    void a_repair_may_stumble_too() {
        Cases cases = new Cases(world);
        for (int k : Sample.some("repair stumbles", 0, steps.size())) {
            Script terminated = Scripts.once(at("boot", k), AFTER_EFFECT, this::terminate);
            cases.add(steps.get(k) + " terminated", both(terminated, Scripts.twice()), ACTIVE, ERROR);
            if (k == steps.size() - 1) {
                continue; // its effect ends the boot: there is nothing to repair
            }
            Script again = Scripts.once(at("boot", k), AFTER_EFFECT, this::terminate);
            Script repair = Scripts.once(at("repair", 2), AFTER_EFFECT, this::terminate);
            cases.add(steps.get(k) + " terminated, and its repair", both(again, repair), ACTIVE, ERROR);
        }
        cases.boot().verify();
    }

    @Test
    void temporal_loses_everything_at_any_step() {
        Cases.batches(happens("lost"), this::lose);
    }

    private void lose(List<Happens> some) {
        Cases cases = new Cases(world);
        Accepted accepted = new Accepted(world);
        List<Scripts.Waiting> waiting = new ArrayList<>();
        for (Happens one : some) {
            Scripts.Waiting here = new Scripts.Waiting();
            waiting.add(here);
            cases.add(one + " lost", accepted.small(), one.script(here), ACTIVE, ERROR);
        }
        cases.start(one -> accepted.boot(one.server()));
        cases.untilAllWait(waiting);
        world.loseTemporal();
        cases.quiet();
        // What was under way goes on only now: nobody waits for it any more.
        waiting.forEach(Scripts.Waiting::release);
        cases.quiet().verify();
    }

    @Test
    void a_reset_comes_at_any_step() {
        Cases cases = new Cases(world);
        Accepted accepted = new Accepted(world);
        for (int k : Sample.some("boot reset", 0, undoing.size())) {
            for (var when : Scripts.When.sides("aResetComesAtAnyStep " + k)) {
                RequestedServer server = accepted.small();
                Script reset = Scripts.once(at("boot", k), when, _ -> accepted.reset(server.uuid(), VmState.ERROR));
                String name = undoing.get(k) + " (" + k + ") reset " + when;
                cases.add(name, server, both(refusedSpawn(), reset), ERROR, SAID_ERROR);
            }
        }
        cases.boot().verify();
    }

    @Test
    void a_delete_comes_at_any_step() {
        Cases cases = new Cases(world);
        Accepted accepted = new Accepted(world);
        for (int k : Sample.some("boot deleted", 0, undoing.size())) {
            for (var when : Scripts.When.sides("aDeleteComesAtAnyStep " + k)) {
                RequestedServer server = accepted.small();
                Script deleted = Scripts.once(at("boot", k), when, step -> accepted.delete(server.uuid()));
                cases.add(undoing.get(k) + " (" + k + ") deleted " + when, server, both(refusedSpawn(), deleted), GONE);
            }
        }
        cases.boot().verify();
    }
}
