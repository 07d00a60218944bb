package io.cellplane.proofs;

import static io.cellplane.proofs.Cases.Fate.GONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.proofs.Sides.Point;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
    private static Sides sides;

    @BeforeAll
    static void begin() {
        world = new World(folder);
        Script happy = Stream.generate(GeneratedDeleteTest::delete)
                .limit(3)
                .filter(script -> !script.steps("delete").contains("Lane.Gone"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("each delete left a debt"));
        steps = happy.steps("delete");
        sides = happy.sides("delete");
    }

    /** On a machine that is busy for as long as a cleaning may take it leaves a debt, which is another course. */
    private static Script delete() {
        Script script = new Script();
        new Cases(world).add("succeeds", script, GONE).delete().verify();
        return script;
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
        Cases.batches(points("terminated"), some -> {
            Cases cases = new Cases(world);
            some.forEach(point -> cases.add(point + " terminated", at(point, this::terminate), GONE));
            cases.delete().verify();
        });
    }

    private static List<Point> points(String what) {
        return IntStream.range(0, steps.size())
                .mapToObj(step -> sides.points("delete " + what, step))
                .flatMap(List::stream)
                .toList();
    }

    private static Script at(Point point, Script.Happening happening) {
        return Scripts.once(Scripts.at("delete", point.step()), point.side(), happening);
    }

    private void terminate(Script.Step step) {
        world.temporal().client().newUntypedWorkflowStub(step.workflow()).terminate("a test");
    }

    @Test
    void temporal_loses_everything_at_any_step() {
        Cases.batches(points("lost"), GeneratedDeleteTest::lose);
    }

    private static void lose(List<Point> some) {
        Cases cases = new Cases(world);
        Accepted accepted = new Accepted(world);
        List<Scripts.Waiting> waiting = new ArrayList<>();
        for (Point point : some) {
            Scripts.Waiting here = new Scripts.Waiting();
            waiting.add(here);
            cases.add(point + " lost", at(point, here), GONE);
        }
        cases.given(server -> {}).lose(accepted::delete, waiting).verify();
    }
}
