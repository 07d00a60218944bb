package io.cellplane.proofs;

import static io.cellplane.proofs.Cases.Fate.ACTIVE;
import static io.cellplane.proofs.Cases.Fate.FORMER;
import static io.cellplane.proofs.Cases.Fate.VERIFY;
import static io.cellplane.proofs.Scripts.When.BEFORE_EFFECT;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.Patience;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.testing.Sample;
import io.cellplane.testing.Sampled;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor.ActivityOutput;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A host does what it was told and falls silent: nobody knows what it has. Whatever the operation does then, at no moment do
 * two hosts run the server.
 */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Sampled
class SilentHostsTest {
    @TempDir
    static Path folder;

    private final Map<Boolean, World> worlds = new HashMap<>();
    private final List<Trial> trials = new ArrayList<>();

    /** @param across whether each host is in a cell of its own */
    record Way(Kind kind, boolean across) {
        private String arrival() {
            return kind == Kind.BOOT ? "Hosts.Spawn" : across ? "Hosts.SpawnFrom" : "Hosts.Receive";
        }

        private String start() {
            return kind == Kind.REVERT ? "Hosts.Restore" : "Hosts.Start";
        }
    }

    private static List<Way> ways(String of, Kind... kinds) {
        List<Way> ways = Stream.of(kinds)
                .flatMap(kind -> Stream.of(new Way(kind, false), new Way(kind, true)))
                .toList();
        return Sample.of("silent hosts " + of, ways);
    }

    static List<Way> toNext() {
        return ways("to the next", Kind.BOOT, Kind.RESIZE);
    }

    static List<Way> toSource() {
        return ways("to the source", Kind.RESIZE);
    }

    static List<Way> told() {
        return ways("told", Kind.BOOT, Kind.RESIZE, Kind.REVERT);
    }

    static List<Way> fenced() {
        return ways("fenced", Kind.BOOT, Kind.RESIZE);
    }

    static List<Way> again() {
        return ways("again", Kind.BOOT);
    }

    private World world(boolean across) {
        Patience hasty = Patience.hasty();
        Patience patience = hasty.withSteps(hasty.steps().withCleaning(Duration.ofSeconds(1)));
        World made = new World(folder.resolve("across " + across), List.of("cell1", "cell2", "cell3"), null, patience);
        for (int host = 1; host <= 3; host++) {
            made.host("cell" + (across ? host : 1), "host" + host, 524_288 >> host);
        }
        made.reported();
        return made;
    }

    @AfterAll
    void end() {
        worlds.values().forEach(World::close);
    }

    @AfterEach
    void no_two_hosts_ran_it() {
        trials.forEach(Trial::end);
        trials.clear();
    }

    private Trial trial(Way way) {
        Trial trial = new Trial(way, worlds.computeIfAbsent(way.across(), this::world));
        trials.add(trial);
        return trial;
    }

    /** One server, and the host that falls silent. */
    private static final class Trial {
        private static final String NOBODY = "nobody";

        private final Way way;
        private final World world;
        private final Accepted accepted;
        private final RequestedServer server;
        private final UUID uuid;
        private final Cases.Fate done;
        private volatile String silent = NOBODY;
        private volatile boolean isSilent;

        Trial(Way way, World world) {
            this.way = way;
            this.world = world;
            this.accepted = new Accepted(world);
            this.server = accepted.small();
            this.uuid = server.uuid();
            this.done = way.kind() == Kind.RESIZE ? VERIFY : ACTIVE;
        }

        /** Begins it, undisturbed up to there. */
        private Cases begin(Script script, Cases.Fate... fates) {
            Cases cases = new Cases(world).add(way.toString(), server, script, fates);
            return switch (way.kind()) {
                case BOOT -> cases.start(_ -> accepted.boot(server));
                case REVERT ->
                    cases.given(_ -> accepted.resize(uuid, Accepted.BIG, way.across()))
                            .start(_ -> accepted.revert(uuid));
                default -> cases.given(_ -> {}).start(_ -> accepted.resize(uuid, Accepted.BIG, way.across()));
            };
        }

        /** Once that step has been taken on its host, the host says nothing any more. */
        private Script silentAfter(String type) {
            return new Script() {
                @Override
                ActivityOutput act(Step step, Supplier<ActivityOutput> real) {
                    ActivityOutput done = real.get();
                    if (step.type().equals(type) && !holders().isEmpty() && silent.equals(NOBODY)) {
                        silent = holders().getFirst();
                        isSilent = true;
                        world.host(silent).kill();
                        throw new IllegalStateException("the answer is lost");
                    }
                    return done;
                }
            };
        }

        /** The hosts that have its guest, running or not. */
        private List<String> holders() {
            return world.hosts.keySet().stream()
                    .filter(name -> world.host(name).hypervisor().guest(uuid).isPresent())
                    .toList();
        }

        private List<String> running() {
            return holders().stream()
                    .filter(name -> world.host(name)
                            .hypervisor()
                            .guest(uuid)
                            .filter(PowerState.RUNNING::equals)
                            .isPresent())
                    .toList();
        }

        /**
         * Returns when it waits, and nobody else has the guest.
         *
         * @param after so many steps
         */
        private void waits(Script script, int after) {
            Awaitility.await("until it waits for the host that is silent")
                    .atMost(World.SOON)
                    .until(() -> script.steps(way.kind().token()).stream()
                            .skip(after)
                            .anyMatch("Lane.Look"::equals));
            assertThat(holders()).containsExactly(silent);
            assertThat(running()).containsExactly(silent);
        }

        private void isBack() {
            world.fence(silent, false);
            world.host(silent).start();
            isSilent = false;
        }

        private void runsElsewhereOnly() {
            assertThat(holders()).contains(silent);
            assertThat(running()).hasSize(1).doesNotContain(silent);
        }

        /** Nothing of it is left on the host that was silent. */
        private void paid(Cases cases) {
            isBack();
            Awaitility.await("until nothing is owed")
                    .atMost(World.SOON)
                    .until(() -> world.api.debts().of(uuid).isEmpty());
            assertThat(holders()).doesNotContain(silent);
            cases.verify();
        }

        private void end() {
            if (isSilent) {
                isBack();
            }
            assertThat(world.twins().found()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("toNext")
    void what_is_silent_as_a_guest_arrives_runs_nothing(Way way) {
        Trial trial = trial(way);
        Cases cases = trial.begin(trial.silentAfter(way.arrival()), trial.done, FORMER)
                .quiet();
        trial.runsElsewhereOnly();
        trial.paid(cases);
    }

    /** There is no other destination. */
    @ParameterizedTest
    @MethodSource("toSource")
    void what_is_silent_as_a_guest_arrives_runs_nothing_beside_the_source(Way way) {
        Trial trial = trial(way);
        Script nowhere =
                Scripts.refusing(asked -> asked.type().equals("Moves.Aim") && asked.index() > 2, BEFORE_EFFECT, 1);
        Script script = Scripts.both(nowhere, trial.silentAfter(way.arrival()));
        Cases cases = trial.begin(script, FORMER).quiet();
        trial.runsElsewhereOnly();
        trial.paid(cases);
    }

    @ParameterizedTest
    @MethodSource("told")
    void who_was_told_to_start_is_waited_for(Way way) {
        Trial trial = trial(way);
        Script script = trial.silentAfter(way.start());
        Cases cases = trial.begin(script, trial.done);
        trial.waits(script, 0);
        trial.isBack();
        cases.quiet().verify();
        assertThat(trial.running()).containsExactly(trial.silent);
    }

    @ParameterizedTest
    @MethodSource("fenced")
    void who_was_told_to_start_and_is_fenced_is_left_a_debt(Way way) {
        Trial trial = trial(way);
        Script script = trial.silentAfter(way.start());
        Cases cases = trial.begin(script, trial.done, FORMER);
        trial.waits(script, 0);
        trial.world.fence(trial.silent, true);
        cases.quiet();
        assertThat(trial.running()).hasSize(2).contains(trial.silent);
        trial.paid(cases);
    }

    /** Its workflow knows nothing of what was told before: the ledger does. */
    @ParameterizedTest
    @MethodSource("again")
    void who_was_told_to_start_is_waited_for_by_a_run_that_begins_again(Way way) {
        Trial trial = trial(way);
        Script script = trial.silentAfter(way.start());
        Cases cases = trial.begin(script, trial.done);
        trial.waits(script, 0);
        int taken = script.steps(way.kind().token()).size();
        trial.world.loseTemporal();
        trial.waits(script, taken);
        trial.isBack();
        cases.quiet().verify();
    }
}
