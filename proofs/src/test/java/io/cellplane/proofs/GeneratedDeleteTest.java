package io.cellplane.proofs;

import static io.cellplane.proofs.Cases.Fate.GONE;
import static io.cellplane.proofs.Scripts.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The delete, from the steps that it is seen to take. */
class GeneratedDeleteTest {
    @TempDir
    static Path folder;

    private static World world;
    private static List<String> steps;

    @BeforeAll
    static void begin() {
        world = new World(folder);
        Script happy = new Script();
        new Cases(world).add("succeeds", happy, GONE).delete().verify();
        steps = happy.steps("delete");
    }

    @AfterAll
    static void end() {
        world.close();
    }

    @Test
    void takes_four_steps() throws IOException {
        SeenSteps.agree("delete", steps);
        assertThat(steps).containsExactly("Lane.Begin", "Hosts.Destroy", "Ports.ReleaseAll", "Records.Remove");
    }

    @Test
    void every_step_fails_is_repeated_and_is_done_beside_itself() {
        var late = new Scripts.Zombies(new Script());
        Cases cases = new Cases(world)
                .add("stumbling", Scripts.stumbling(), GONE)
                .add("twice", Scripts.twice(), GONE)
                .add("beside", Scripts.beside(), GONE)
                .add("late", late, GONE)
                .delete();
        late.wake();
        cases.verify();
    }

    @Test
    void terminated_at_any_step_then_repaired() {
        Cases cases = new Cases(world);
        for (int k = 0; k < steps.size(); k++) {
            for (var when : Scripts.When.sides("delete terminated " + k)) {
                Script script = Scripts.once(at("delete", k), when, this::terminate);
                cases.add(steps.get(k) + " terminated " + when, script, GONE);
            }
        }
        cases.delete().verify();
    }

    private void terminate(Script.Step step) {
        world.temporal().client().newUntypedWorkflowStub(step.workflow()).terminate("a test");
    }

    @Test
    void temporal_loses_everything_at_any_step() {
        Cases cases = new Cases(world);
        Accepted accepted = new Accepted(world);
        List<Scripts.Waiting> waiting = new ArrayList<>();
        for (int k = 0; k < steps.size(); k++) {
            for (var when : Scripts.When.sides("delete lost " + k)) {
                Scripts.Waiting here = new Scripts.Waiting();
                waiting.add(here);
                cases.add(steps.get(k) + " lost " + when, Scripts.once(at("delete", k), when, here), GONE);
            }
        }
        cases.start(one -> accepted.boot(one.server())).quiet();
        cases.start(one -> accepted.delete(one.server().uuid()));
        Awaitility.await().atMost(World.SOON).until(() -> waiting.stream().allMatch(Scripts.Waiting::isReached));
        world.loseTemporal();
        cases.quiet();
        waiting.forEach(Scripts.Waiting::release);
        cases.verify();
    }
}
