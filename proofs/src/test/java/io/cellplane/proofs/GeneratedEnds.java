package io.cellplane.proofs;

import static io.cellplane.proofs.Cases.Fate.ACTIVE;
import static io.cellplane.proofs.Cases.Fate.FORMER;
import static io.cellplane.proofs.Cases.Fate.GONE;
import static io.cellplane.proofs.Cases.Fate.VERIFY;
import static io.cellplane.proofs.Scripts.When.BEFORE_EFFECT;
import static io.cellplane.proofs.Scripts.at;
import static io.cellplane.proofs.Scripts.both;

import io.cellplane.proofs.Sides.Point;
import io.cellplane.testing.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** And its confirm and its revert, from the steps that they are seen to take. */
abstract class GeneratedEnds extends GeneratedMoves {
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
        for (int k : Sample.some("revert refused", 1, reverting.indexOf("Ports.Settle"))) {
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
        ends("confirm", confirming, points("confirm terminated", "confirm"), this::terminate, ACTIVE);
        ends("revert", reverting, points("revert terminated", "revert"), this::terminate, ACTIVE);
    }

    private List<Point> points(String what, String kind) {
        return Objects.requireNonNull(ended.get(kind)).points(what);
    }

    @Test
    void a_delete_comes_at_any_step_of_an_end() {
        Script.Happening delete =
                step -> accepted.delete(UUID.fromString(step.workflow().split("/", -1)[1]));
        ends("confirm", confirming, Sides.around("confirm deleted", confirming.size()), delete, GONE);
        ends("revert", reverting, Sides.around("revert deleted", reverting.size()), delete, GONE);
    }

    private void ends(
            String kind, List<String> taken, List<Point> points, Script.Happening happening, Cases.Fate fate) {
        Cases.batches(points, some -> {
            Cases cases = new Cases(world);
            some.forEach(point -> cases.add(
                    named(taken, point), Scripts.once(at(kind, point.step()), point.side(), happening), fate));
            cases.given(this::move).when(end(kind)).verify();
        });
    }

    private Consumer<UUID> end(String kind) {
        return kind.equals("confirm") ? accepted::confirm : accepted::revert;
    }

    @Test
    void temporal_loses_everything_at_any_step_of_an_end() {
        for (String kind : List.of("confirm", "revert")) {
            List<String> taken = kind.equals("confirm") ? confirming : reverting;
            Cases.batches(points(kind + " lost", kind), some -> {
                Cases cases = new Cases(world);
                List<Scripts.Waiting> waiting = new ArrayList<>();
                for (Point point : some) {
                    Scripts.Waiting here = new Scripts.Waiting();
                    waiting.add(here);
                    Script lost = Scripts.once(at(kind, point.step()), point.side(), here);
                    cases.add(named(taken, point) + " lost", lost, ACTIVE, point.step() == 0 ? VERIFY : ACTIVE);
                }
                cases.given(this::move).lose(end(kind), waiting).verify();
            });
        }
    }

    /** As one that is refused and stays where it is. */
    @Test
    void a_revert_that_stays_is_terminated_or_forgotten_at_its_end() {
        Script seen = refusedReturn();
        new Cases(world)
                .add("stays", seen, VERIFY)
                .given(this::move)
                .when(accepted::revert)
                .verify();
        int last = seen.steps("revert").size() - 1;
        for (String what : Sample.of("stays", List.of("terminated", "lost"))) {
            Cases cases = new Cases(world);
            List<Scripts.Waiting> waiting = new ArrayList<>();
            for (Point point : seen.sides("revert").points("stays " + what, last)) {
                Scripts.Waiting here = new Scripts.Waiting();
                Script.Happening happening = what.equals("lost") ? here : this::terminate;
                waiting.add(here);
                Script script = both(refusedReturn(), Scripts.once(at("revert", last), point.side(), happening));
                cases.add(named(seen.steps("revert"), point) + " " + what, script, VERIFY, ACTIVE);
            }
            cases.given(this::move);
            (what.equals("lost") ? cases.lose(accepted::revert, waiting) : cases.when(accepted::revert)).verify();
        }
    }

    private static Script refusedReturn() {
        return Scripts.refusing(step -> step.type().equals("Hosts.Keeps"), BEFORE_EFFECT, ALWAYS);
    }
}
