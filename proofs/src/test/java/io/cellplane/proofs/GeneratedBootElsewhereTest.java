package io.cellplane.proofs;

import static io.cellplane.proofs.Cases.Fate.ACTIVE;
import static io.cellplane.proofs.Cases.Fate.ERROR;
import static io.cellplane.proofs.Cases.Fate.GONE;
import static io.cellplane.proofs.Scripts.When.AFTER_EFFECT;
import static io.cellplane.proofs.Scripts.at;
import static io.cellplane.proofs.Scripts.both;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.Patience;
import io.cellplane.contracts.server.RequestedServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A boot whose first host refuses, and whose second is in another cell. */
class GeneratedBootElsewhereTest {
    @TempDir
    static Path folder;

    private static World world;
    private static List<String> steps;

    @BeforeAll
    static void begin() {
        world = new World(folder, List.of("cell1", "cell2", "cell3"), null, Patience.hasty());
        world.host("cell1", "host1", 262144);
        world.host("cell2", "host2", 65536);
        world.host("cell3", "host3", 32768);
        world.reported();
        Script second = refusedSpawn();
        new Cases(world).add("in another cell", second, ACTIVE).boot().verify();
        steps = second.steps("boot");
    }

    @AfterAll
    static void end() {
        world.close();
    }

    private static Script refusedSpawn() {
        return Scripts.refusing(step -> step.type().equals("Hosts.Spawn"), AFTER_EFFECT, 1);
    }

    @Test
    void theRecordGoesFirst() {
        assertThat(steps)
                .containsSubsequence(
                        "Placement.Unplace",
                        "Placement.Place",
                        "CellMoves.Copy",
                        "CellMoves.CutOver",
                        "CellMoves.Settle",
                        "Ports.Bind",
                        "Records.Land",
                        "Hosts.Spawn",
                        "Records.Finish");
    }

    @Test
    void everyStepTwiceAndBeside() {
        new Cases(world)
                .add("twice", both(refusedSpawn(), Scripts.twice()), ACTIVE)
                .add("stumbling", both(refusedSpawn(), Scripts.stumbling()), ACTIVE)
                .add("beside", both(refusedSpawn(), Scripts.beside()), ACTIVE)
                .boot()
                .verify();
    }

    @Test
    void terminatedAtAnyStepThenRepaired() {
        Cases cases = new Cases(world);
        for (int k = 0; k < steps.size(); k++) {
            for (var when : Scripts.When.values()) {
                Script terminated = Scripts.once(
                        at("boot", k),
                        when,
                        step -> world.temporal()
                                .client()
                                .newUntypedWorkflowStub(step.workflow())
                                .terminate("a test"));
                cases.add(
                        steps.get(k) + " (" + k + ") terminated " + when,
                        both(refusedSpawn(), terminated),
                        ACTIVE,
                        ERROR);
            }
        }
        cases.boot().verify();
    }

    @Test
    void aDeleteComesAtAnyStep() {
        Cases cases = new Cases(world);
        Accepted accepted = new Accepted(world);
        for (int k = 0; k < steps.size(); k++) {
            for (var when : Scripts.When.values()) {
                RequestedServer server = accepted.small();
                Script deleted = Scripts.once(at("boot", k), when, step -> accepted.delete(server.uuid()));
                cases.add(steps.get(k) + " (" + k + ") deleted " + when, server, both(refusedSpawn(), deleted), GONE);
            }
        }
        cases.boot().verify();
    }
}
