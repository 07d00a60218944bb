package io.cellplane.proofs;

import static io.cellplane.proofs.Cases.Fate.ACTIVE;
import static io.cellplane.proofs.Cases.Fate.FORMER;
import static io.cellplane.proofs.Cases.Fate.GONE;
import static io.cellplane.proofs.Cases.Fate.VERIFY;
import static io.cellplane.proofs.Scripts.at;

import io.cellplane.contracts.fault.StepFiles;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.MoveArguments;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.contracts.server.VmState;
import io.cellplane.testing.Sample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Conductors are replaced by others whose workflows take other steps, while operations of every kind are under way: nothing
 * of what was begun stands still.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeployTest {
    private World world;
    private Accepted accepted;

    /** What is done to a server, and how it stands before and afterwards. */
    private record Doing(Kind kind, Consumer<UUID> before, Consumer<UUID> act, List<Cases.Fate> allowed) {}

    @BeforeAll
    void begin(@TempDir Path folder) {
        world = World.ofThreeHosts(folder);
        accepted = new Accepted(world);
    }

    @AfterAll
    void end() {
        world.close();
    }

    @Test
    void a_boot_ends_whatever_step_it_was_at() {
        Cases cases = new Cases(world);
        List<Scripts.Waiting> waiting = new ArrayList<>();
        Map<UUID, RequestedServer> asked = new HashMap<>();
        for (int k = 0; k < StepFiles.read("boot").size(); k++) {
            RequestedServer server = accepted.small();
            asked.put(server.uuid(), server);
            cases.add("boot at " + k, server, held("boot", k, waiting), ACTIVE);
        }
        cases.deploy(server -> accepted.boot(Objects.requireNonNull(asked.get(server))), waiting)
                .verify();
    }

    @Test
    void every_other_operation_ends_whatever_step_it_was_at() {
        Consumer<UUID> nothing = server -> {};
        Consumer<UUID> resize = server -> accepted.resize(server, Accepted.BIG, false);
        MoveArguments away = new MoveArguments(Accepted.SMALL, null, false, false);
        List<Doing> doings = List.of(
                new Doing(Kind.DELETE, nothing, accepted::delete, List.of(GONE)),
                new Doing(
                        Kind.REBOOT,
                        nothing,
                        server -> accepted.act(server, Kind.REBOOT, Map.of(), null),
                        List.of(ACTIVE)),
                new Doing(Kind.RESIZE, nothing, resize, List.of(VERIFY, FORMER)),
                new Doing(
                        Kind.MIGRATE,
                        nothing,
                        server -> accepted.act(server, Kind.MIGRATE, away, null),
                        List.of(VERIFY, FORMER)),
                new Doing(Kind.CONFIRM, resize, accepted::confirm, List.of(ACTIVE)),
                new Doing(Kind.REVERT, resize, accepted::revert, List.of(ACTIVE)),
                new Doing(Kind.RESET, resize, server -> accepted.reset(server, VmState.ACTIVE), List.of(ACTIVE)));
        Cases cases = new Cases(world);
        List<Scripts.Waiting> waiting = new ArrayList<>();
        Map<UUID, Doing> all = new HashMap<>();
        for (Doing doing : doings) {
            int steps = StepFiles.read(doing.kind().token()).size();
            for (int k : Sample.of("deploy " + doing.kind(), range(steps))) {
                RequestedServer server = accepted.small();
                all.put(server.uuid(), doing);
                cases.add(
                        doing.kind() + " at " + k,
                        server,
                        held(doing.kind().token(), k, waiting),
                        doing.allowed().toArray(Cases.Fate[]::new));
            }
        }
        cases.given(server -> Objects.requireNonNull(all.get(server)).before().accept(server))
                .deploy(server -> Objects.requireNonNull(all.get(server)).act().accept(server), waiting)
                .verify();
    }

    private static List<Integer> range(int steps) {
        List<Integer> range = new ArrayList<>();
        for (int k = 0; k < steps; k++) {
            range.add(k);
        }
        return range;
    }

    private static Script held(String kind, int k, List<Scripts.Waiting> waiting) {
        Scripts.Waiting here = new Scripts.Waiting();
        waiting.add(here);
        return Scripts.once(at(kind, k), Scripts.When.BEFORE_EFFECT, here);
    }
}
