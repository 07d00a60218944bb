package io.cellplane.proofs;

import static io.cellplane.proofs.Cases.Fate.ACTIVE;
import static io.cellplane.proofs.Cases.Fate.FORMER;
import static io.cellplane.proofs.Cases.Fate.GONE;
import static io.cellplane.proofs.Cases.Fate.VERIFY;
import static io.cellplane.proofs.Scripts.at;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.host.Power;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.contracts.server.VmState;
import io.cellplane.proofs.Cases.Fate;
import io.cellplane.proofs.Sides.Side;
import io.cellplane.testing.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every change of a guest's power and of what is attached to it, the reset and the cold migration, from the steps that they are seen to take. A change of
 * power is proved by being in the table.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GeneratedOperationsTest {
    static final List<Kind> KINDS = Stream.of(Kind.values())
            .filter(kind -> kind.power() != null
                    || kind.lane() == Kind.Lane.DEVICE
                    || kind == Kind.RESET
                    || kind == Kind.MIGRATE)
            .toList();

    /** What a fact may refuse; a record shows what it is told. */
    private static final Set<String> REFUSABLE = Set.of(
            "Hosts.Change",
            "Hosts.Plug",
            "Hosts.Unplug",
            "Ports.Attach",
            "Moves.Aim",
            "Ports.BindBeside",
            "Hosts.Leave",
            "Ports.Activate",
            "Hosts.Receive",
            "Hosts.Start");

    private final Map<Kind, List<String>> steps = new EnumMap<>(Kind.class);
    private final Map<Kind, Sides> sides = new EnumMap<>(Kind.class);
    private World world;
    private Accepted accepted;

    /** What happens to a step. */
    enum Trouble {
        REFUSED,
        TERMINATED,
        DELETED,
        RESET,
        LOST
    }

    /** Where it happens. */
    private record Point(Kind kind, int step, Trouble trouble, Side side) {}

    /** A server to which one of them is done. */
    private record One(Kind kind, RequestedServer server, String vmState) {}

    /** Servers to which different things are done at the same time. */
    private final class Crowd {
        private final Cases cases = new Cases(world);
        private final Map<UUID, One> all = new HashMap<>();
        private final List<Scripts.Waiting> waiting = new ArrayList<>();

        RequestedServer add(Kind kind, String vmState, String name, Script script, Fate... allowed) {
            return add(kind, vmState, name, accepted.small(), script, allowed);
        }

        RequestedServer add(
                Kind kind, String vmState, String name, RequestedServer server, Script script, Fate... allowed) {
            all.put(server.uuid(), new One(kind, server, vmState));
            cases.add(kind + " " + name, server, script, allowed);
            return server;
        }

        Cases run() {
            return cases.given(this::prepare).when(this::act);
        }

        void lose() {
            cases.given(this::prepare).lose(this::act, waiting).verify();
        }

        private One one(UUID server) {
            return Objects.requireNonNull(all.get(server));
        }

        private void prepare(UUID server) {
            bringing(one(server).vmState()).orElseThrow().accept(server);
        }

        /** What was done to the guests once they ran, once to each. */
        void verifyEffects() {
            all.values().stream()
                    .filter(one -> one.kind().power() != null)
                    .forEach(one -> assertThat(
                                    world.effects(one.server().uuid()).stream().skip(2))
                            .as("%s from %s", one.kind(), one.vmState())
                            .containsOnlyOnce(
                                    Objects.requireNonNull(one.kind().power()).token()));
        }

        private void act(UUID server) {
            Kind kind = one(server).kind();
            switch (kind) {
                case RESET -> accepted.reset(server, VmState.ACTIVE);
                case MIGRATE -> accepted.migrate(server, false);
                default -> accepted.ask(server, kind);
            }
        }
    }

    @BeforeAll
    void begin(@TempDir Path folder) {
        world = World.ofThreeHosts(folder);
        accepted = new Accepted(world);
        Crowd crowd = new Crowd();
        Map<Kind, Script> happy = new EnumMap<>(Kind.class);
        for (Kind kind : KINDS) {
            happy.put(kind, new Script());
            crowd.add(kind, from(kind), "succeeds", Objects.requireNonNull(happy.get(kind)), done(kind, from(kind)));
        }
        crowd.run().verify();
        happy.forEach((kind, script) -> {
            steps.put(kind, script.steps(kind.token()));
            sides.put(kind, script.sides(kind.token()));
        });
    }

    @AfterAll
    void end() {
        world.close();
    }

    static List<Kind> kinds() {
        return KINDS;
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void takes_the_steps_that_are_written_down(Kind kind) throws IOException {
        SeenSteps.agree(kind.token(), steps(kind));
    }

    @Test
    void succeeds_from_every_state_that_it_may_come_in() {
        Crowd crowd = new Crowd();
        for (Kind kind : KINDS) {
            for (String vmState : kind.vmStates()) {
                if (!vmState.equals(from(kind)) && bringing(vmState).isPresent()) {
                    crowd.add(kind, vmState, "from " + vmState, new Script(), done(kind, vmState));
                }
            }
        }
        crowd.run().verify();
        crowd.verifyEffects();
    }

    @Test
    void every_state_is_reached_but_those_to_which_nothing_leads_yet() {
        Set<String> allowed = KINDS.stream()
                .flatMap(kind -> kind.vmStates().stream())
                .filter(vmState -> bringing(vmState).isEmpty())
                .collect(toSet());
        assertThat(allowed).containsExactly(VmState.RESCUED);
    }

    @Test
    void every_step_stumbles_is_done_twice_beside_itself_and_late() {
        List<Scripts.Zombies> late = new ArrayList<>();
        Crowd crowd = new Crowd();
        for (Kind kind : KINDS) {
            for (String way : Sample.of(kind + " once more", List.of("stumbling", "twice", "beside", "late"))) {
                Script script = switch (way) {
                    case "stumbling" -> Scripts.stumbling();
                    case "twice" -> Scripts.twice();
                    case "beside" -> Scripts.beside();
                    default -> {
                        var zombies = new Scripts.Zombies(new Script());
                        late.add(zombies);
                        yield zombies;
                    }
                };
                crowd.add(kind, from(kind), way, script, done(kind, from(kind)));
            }
        }
        Cases over = crowd.run();
        late.forEach(Scripts.Zombies::wake);
        over.verify();
    }

    @ParameterizedTest
    @EnumSource
    void ends_whatever_happens_to_a_step(Trouble trouble) {
        Cases.batches(points(trouble), some -> {
            Crowd crowd = new Crowd();
            some.forEach(point -> add(crowd, point));
            if (trouble == Trouble.LOST) {
                crowd.lose();
            } else {
                crowd.run().verify();
            }
        });
    }

    private List<Point> points(Trouble trouble) {
        List<Point> points = new ArrayList<>();
        for (Kind kind : KINDS) {
            for (int k = 0; k < steps(kind).size(); k++) {
                Sample.of(kind + " " + k, ways(kind, k)).stream()
                        .filter(point -> point.trouble() == trouble)
                        .forEach(points::add);
            }
        }
        return points;
    }

    private List<Point> ways(Kind kind, int k) {
        boolean isRefusable = REFUSABLE.contains(steps(kind).get(k));
        return Stream.of(Trouble.values())
                .filter(trouble -> trouble != Trouble.REFUSED || isRefusable)
                .flatMap(trouble -> sides(kind, trouble).all(k).stream().map(side -> new Point(kind, k, trouble, side)))
                .toList();
    }

    /** Only who has lost its workflow stops inside a step; any other goes on. */
    private Sides sides(Kind kind, Trouble trouble) {
        return trouble == Trouble.TERMINATED || trouble == Trouble.LOST
                ? Objects.requireNonNull(sides.get(kind))
                : Sides.around(steps(kind).size());
    }

    private void add(Crowd crowd, Point point) {
        Kind kind = point.kind();
        var here = at(kind.token(), point.step());
        String name = steps(kind).get(point.step()) + " (" + point.step() + ") " + point.trouble() + " " + point.side();
        RequestedServer server = accepted.small();
        Script script = switch (point.trouble()) {
            case REFUSED -> Scripts.refusing(here, (Scripts.When) point.side(), 1);
            case TERMINATED -> Scripts.once(here, point.side(), this::terminate);
            case DELETED -> Scripts.once(here, point.side(), _ -> accepted.delete(server.uuid()));
            case RESET -> Scripts.once(here, point.side(), _ -> accepted.reset(server.uuid(), VmState.ACTIVE));
            case LOST -> {
                var waiting = new Scripts.Waiting();
                crowd.waiting.add(waiting);
                yield Scripts.once(here, point.side(), waiting);
            }
        };
        crowd.add(kind, from(kind), name, server, script, allowed(point));
    }

    private static Fate[] allowed(Point point) {
        Kind kind = point.kind();
        Fate done = done(kind, from(kind));
        List<Fate> moved = kind == Kind.MIGRATE ? List.of(VERIFY, FORMER) : List.of(done);
        // What had not begun may be taken back while Temporal is away.
        List<Fate> lost = point.step() == 0 && !kind.isKept() ? List.of(Fate.at(from(kind), false)) : List.of();
        List<Fate> all = switch (point.trouble()) {
            case REFUSED -> kind == Kind.MIGRATE ? moved : List.of(Fate.at(from(kind), true));
            case TERMINATED -> moved;
            case DELETED -> List.of(GONE);
            case RESET -> List.of(ACTIVE);
            case LOST -> Stream.concat(moved.stream(), lost.stream()).toList();
        };
        return all.toArray(Fate[]::new);
    }

    private void terminate(Script.Step step) {
        world.temporal().client().newUntypedWorkflowStub(step.workflow()).terminate("a test");
    }

    private List<String> steps(Kind kind) {
        return Objects.requireNonNull(steps.get(kind));
    }

    /** The state that it is proved from. */
    private static String from(Kind kind) {
        if (kind == Kind.RESET) {
            return VmState.RESIZED;
        }
        return kind.vmStates().contains(VmState.ACTIVE)
                ? VmState.ACTIVE
                : kind.vmStates().stream()
                        .filter(vmState -> making(vmState).isPresent())
                        .findFirst()
                        .orElseThrow();
    }

    /** What brings a server that is active there; empty for a state to which nothing leads yet. */
    private Optional<Consumer<UUID>> bringing(String vmState) {
        return switch (vmState) {
            case VmState.ACTIVE -> Optional.of(_ -> {});
            case VmState.RESIZED -> Optional.of(server -> accepted.resize(server, Accepted.BIG, false));
            case VmState.ERROR -> Optional.of(server -> accepted.reset(server, vmState));
            default -> making(vmState).map(kind -> server -> accepted.act(server, kind, Map.of(), null));
        };
    }

    /** The change of power that brings a server that is active there. */
    private static Optional<Kind> making(String vmState) {
        return KINDS.stream()
                .filter(kind -> kind.power() != null && kind.vmStates().contains(VmState.ACTIVE))
                .filter(kind -> vmState.equals(after(kind, VmState.ACTIVE)))
                .findFirst();
    }

    private static Fate done(Kind kind, String vmState) {
        return switch (kind) {
            case RESET -> ACTIVE;
            case MIGRATE -> VERIFY;
            case ATTACH_INTERFACE, DETACH_INTERFACE -> Fate.at(vmState, false);
            default -> Fate.at(after(kind, vmState), false);
        };
    }

    private static String after(Kind kind, String vmState) {
        Power power = Objects.requireNonNull(kind.power());
        PowerState guest = power.after(guest(vmState)).orElseThrow();
        return power.changesState() ? String.valueOf(guest.vmState()) : vmState;
    }

    /** What the guest is whose server is so; one that is said to be in error runs. */
    private static PowerState guest(String vmState) {
        return Stream.of(PowerState.values())
                .filter(state -> vmState.equals(state.vmState()))
                .findFirst()
                .orElse(PowerState.RUNNING);
    }
}
