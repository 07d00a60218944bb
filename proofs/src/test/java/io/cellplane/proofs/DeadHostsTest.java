package io.cellplane.proofs;

import static io.cellplane.proofs.Cases.Fate.ACTIVE;
import static io.cellplane.proofs.Cases.Fate.FORMER;
import static io.cellplane.proofs.Cases.Fate.GONE;
import static io.cellplane.proofs.Cases.Fate.OTHER;
import static io.cellplane.proofs.Scripts.When.AFTER_EFFECT;
import static io.cellplane.proofs.Scripts.When.BEFORE_EFFECT;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.compute.hypervisor.KeptGuest;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.contracts.server.VmState;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.control.AllocationRow;
import io.cellplane.db.control.DebtRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.temporal.flow.WorkflowIds;
import io.cellplane.testing.Sample;
import io.cellplane.testing.Sampled;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The host that alone has a guest dies while a move needs it: whoever waits for it has a way out, and no guest is lost. */
@Timeout(180)
@Sampled
class DeadHostsTest {
    @TempDir
    static Path folder;

    private static World world;
    private static Accepted accepted;

    private RequestedServer server;
    private UUID uuid;

    @BeforeAll
    static void begin() {
        world = World.ofThreeHosts(folder);
        accepted = new Accepted(world);
    }

    @BeforeEach
    void ask() {
        server = accepted.small();
        uuid = server.uuid();
    }

    @AfterAll
    static void end() {
        world.close();
    }

    @AfterEach
    void bringBackWhatDied() {
        world.hosts.keySet().forEach(name -> world.fence(name, false));
    }

    private ServerRow row() {
        String cell =
                String.valueOf(world.api.mappings().find(uuid).orElseThrow().cell());
        return world.cells.of(cell).servers().find(uuid).orElseThrow();
    }

    private List<String> debts() {
        return world.api.debts().of(uuid).stream()
                .map(debt -> debt.kind() + " " + debt.host())
                .toList();
    }

    private void paid() {
        Awaitility.await("until nothing is owed")
                .atMost(World.SOON)
                .until(() -> world.api.debts().of(uuid).isEmpty());
    }

    /** The names of the hosts that keep something of it. */
    private List<String> keeping() {
        return world.hosts.entrySet().stream()
                .filter(one -> one.getValue().hypervisor().kept().stream()
                        .map(KeptGuest::server)
                        .anyMatch(uuid::equals))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** A resize whose destination refuses when its source, which keeps the guest, is dead. */
    private Stuck stuck(Cases.Fate fate) {
        Cases cases = new Cases(world).add("stuck", server, new Script(), fate).given(same -> {});
        String source = host();
        Script script = Scripts.both(
                Scripts.refusing(step -> step.type().equals("Hosts.Receive"), AFTER_EFFECT, 1),
                Scripts.once(
                        step -> step.type().equals("Hosts.Receive"),
                        AFTER_EFFECT,
                        step -> world.host(source).kill()));
        world.faults.script(uuid, script);
        OperationRow move = accepted.resize(uuid, Accepted.BIG, false);
        waits(script, "resize");
        assertThat(keeping()).containsExactly(source);
        return new Stuck(cases, source, move, script);
    }

    private record Stuck(Cases cases, String source, OperationRow move, Script script) {}

    private String host() {
        return Objects.requireNonNull(row().host());
    }

    private static void waits(Script script, String kind) {
        Awaitility.await("until it waits for its host")
                .atMost(World.SOON)
                .until(() -> script.steps(kind).contains("Lane.Look"));
    }

    /** Whatever was owed, its guest runs where its record says, as before. */
    private void isBack(Stuck stuck) {
        world.fence(stuck.source(), false);
        world.host(stuck.source()).start();
        paid();
        assertThat(host()).isEqualTo(stuck.source());
        assertThat(world.host(stuck.source()).hypervisor().guest(uuid)).contains(PowerState.RUNNING);
        assertThat(keeping()).isEmpty();
        stuck.cases().verify();
    }

    @Test
    void a_delete_passes_the_undo_of_a_move_whose_source_is_dead() {
        Stuck stuck = stuck(GONE);
        accepted.delete(uuid);
        stuck.cases().quiet();
        assertThat(debts()).containsExactly(DebtRow.GUEST + " " + stuck.source());

        world.host(stuck.source()).start();
        paid();
        assertThat(keeping()).isEmpty();
        stuck.cases().verify();
    }

    @Test
    void a_source_that_is_fenced_owes_the_return_of_its_guest() {
        Stuck stuck = stuck(OTHER);
        world.fence(stuck.source(), true);
        stuck.cases().quiet();
        assertThat(row().vmState()).isEqualTo(VmState.ERROR);
        assertThat(host()).isEqualTo(stuck.source());
        assertThat(debts()).containsExactly(DebtRow.BACK + " " + stuck.source());
        assertThat(world.api.allocations().ofServer(uuid))
                .as("the server holds what it held before, and only that")
                .extracting(AllocationRow::consumerType)
                .containsOnly(AllocationRow.SERVER)
                .hasSize(3);
        isBack(stuck);
    }

    @Test
    void a_reset_passes_the_undo_of_a_move_whose_source_is_dead() {
        Stuck stuck = stuck(ACTIVE);
        accepted.reset(uuid, VmState.ACTIVE);
        stuck.cases().quiet();
        assertThat(debts()).containsExactly(DebtRow.BACK + " " + stuck.source());
        isBack(stuck);
    }

    @Test
    void a_delete_makes_void_what_a_fenced_source_owes() {
        Stuck stuck = stuck(GONE);
        world.fence(stuck.source(), true);
        stuck.cases().quiet();
        accepted.delete(uuid);
        stuck.cases().quiet();
        assertThat(debts()).containsExactly(DebtRow.GUEST + " " + stuck.source());

        world.fence(stuck.source(), false);
        world.host(stuck.source()).start();
        paid();
        assertThat(keeping()).isEmpty();
        stuck.cases().verify();
    }

    @Test
    void a_delete_passes_the_repair_of_a_move_whose_source_is_dead() {
        Stuck stuck = stuck(GONE);
        world.temporal()
                .client()
                .newUntypedWorkflowStub(
                        WorkflowIds.of(uuid, stuck.move().what(), stuck.move().id()))
                .terminate("a test");
        waits(stuck.script(), "repair");
        accepted.delete(uuid);
        stuck.cases().quiet();
        world.host(stuck.source()).start();
        paid();
        stuck.cases().verify();
    }

    @Test
    void what_a_dead_source_keeps_is_discarded_later_and_nothing_else() {
        Cases cases = new Cases(world).add("confirmed", server, new Script(), ACTIVE);
        cases.given(same -> accepted.resize(same, Accepted.BIG, false));
        String source = keeping().getFirst();
        world.host(source).kill();
        accepted.confirm(uuid);
        cases.quiet();
        assertThat(debts()).containsExactly(DebtRow.KEPT + " " + source);
        assertThat(world.api.allocations().all().stream()
                        .filter(row -> row.server().equals(uuid))
                        .map(AllocationRow::consumerType))
                .contains(AllocationRow.SERVER, AllocationRow.DEBT)
                .doesNotContain(AllocationRow.OPERATION);

        world.host(source).start();
        paid();
        assertThat(keeping()).isEmpty();
        cases.verify();
    }

    /** A revert that waits for the host that dies as that step is asked of it. */
    private Reverting reverting(String step, boolean source, Cases.Fate fate) {
        Cases cases = new Cases(world).add("reverted", server, new Script(), fate);
        cases.given(same -> accepted.resize(same, Accepted.BIG, false));
        String from = keeping().getFirst();
        String to = host();
        TestHost dies = world.host(source ? from : to);
        Script script = Scripts.once(asked -> asked.type().equals(step), BEFORE_EFFECT, asked -> dies.kill());
        world.faults.script(uuid, script);
        accepted.revert(uuid);
        waits(script, "revert");
        return new Reverting(cases, from, to, source ? from : to);
    }

    private record Reverting(Cases cases, String from, String to, String dead) {}

    /** The guest at the destination has outlived it, and it can be reverted once the source is back. */
    static List<String> returns() {
        return Sample.of("returns", List.of("Hosts.Keeps", "Hosts.Restore"));
    }

    @ParameterizedTest
    @MethodSource("returns")
    void a_revert_whose_source_is_fenced_leaves_the_server_where_it_runs(String step) {
        Reverting revert = reverting(step, true, FORMER);
        world.fence(revert.dead(), true);
        revert.cases().quiet();
        assertThat(row().vmState()).isEqualTo(VmState.RESIZED);
        assertThat(host()).isEqualTo(revert.to());
        assertThat(world.host(revert.to()).hypervisor().guest(uuid)).contains(PowerState.RUNNING);
        assertThat(keeping()).containsExactly(revert.from());

        world.fence(revert.dead(), false);
        world.host(revert.dead()).start();
        paid();
        assertThat(keeping()).containsExactly(revert.from());
        revert.cases().when(accepted::revert);
        assertThat(host()).isEqualTo(revert.from());
        revert.cases().verify();
    }

    @Test
    void a_revert_whose_destination_is_fenced_goes_on_and_owes_its_guest() {
        Reverting revert = reverting("Hosts.SetAside", false, ACTIVE);
        world.fence(revert.dead(), true);
        revert.cases().quiet();
        assertThat(host()).isEqualTo(revert.from());
        assertThat(debts()).containsExactly(DebtRow.GUEST + " " + revert.to());

        world.fence(revert.dead(), false);
        world.host(revert.dead()).start();
        paid();
        assertThat(keeping()).isEmpty();
        revert.cases().verify();
    }

    static List<Arguments> waits() {
        return Sample.of(
                "waits",
                List.of(
                        Arguments.of("Hosts.Keeps", true),
                        Arguments.of("Hosts.SetAside", false),
                        Arguments.of("Hosts.Restore", true)));
    }

    @ParameterizedTest
    @MethodSource("waits")
    void a_delete_passes_a_revert_that_waits_for_a_dead_host(String step, boolean source) {
        Reverting revert = reverting(step, source, GONE);
        accepted.delete(uuid);
        revert.cases().quiet();
        assertThat(debts()).containsExactly(DebtRow.GUEST + " " + revert.dead());

        world.host(revert.dead()).start();
        paid();
        assertThat(keeping()).isEmpty();
        revert.cases().verify();
    }
}
