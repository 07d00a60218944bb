package io.cellplane.proofs;

import static io.cellplane.proofs.Cases.Fate.ACTIVE;
import static io.cellplane.proofs.Cases.Fate.FORMER;
import static io.cellplane.proofs.Cases.Fate.GONE;
import static io.cellplane.proofs.Scripts.When.AFTER_EFFECT;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.bus.InProcessBus;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.host.Command;
import io.cellplane.contracts.host.Reply;
import io.cellplane.contracts.host.Verb;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.MoveArguments;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.contracts.server.RequestedServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was told of a server's earlier stay on a host, and comes when it is back there: within a cell, too. */
@Timeout(180)
class LateCommandsTest {
    private static final InProcessBus WIRE = new InProcessBus();
    private static final LostCommands RELAY = new LostCommands(WIRE.connect("relay"));

    @TempDir
    static Path folder;

    private static World world;
    private static Accepted accepted;

    private RequestedServer server;
    private UUID uuid;

    @BeforeAll
    static void begin() {
        world = new World(
                folder,
                List.of("cell1"),
                (cell, user) -> user.equals("relay") ? RELAY : WIRE.connect(user),
                Patience.hasty());
        world.host("cell1", "host1", 65536);
        world.host("cell1", "host2", 65536);
        world.reported();
        accepted = new Accepted(world);
    }

    @BeforeEach
    void ask() {
        server = accepted.small();
        uuid = server.uuid();
    }

    @AfterEach
    void loseNothing() {
        RELAY.lose(command -> false);
    }

    @AfterAll
    static void end() {
        world.close();
    }

    private String host() {
        return Objects.requireNonNull(
                world.cells.of("cell1").servers().find(uuid).orElseThrow().host());
    }

    private void migrate(String host) {
        accepted.act(uuid, Kind.MIGRATE, new MoveArguments(Accepted.SMALL, host, false, false), null);
    }

    private static boolean isFence(Command command) {
        return command.step().equals(Command.EVERY_STEP);
    }

    /** The undo of an arrival, the fence of a first payment and the destroy of a second. */
    private boolean isLost(Command command) {
        List<Command> lost = RELAY.lost();
        if (command.verb() == Verb.DESTROY) {
            return lost.stream()
                    .filter(each -> each.verb() == Verb.DESTROY)
                    .allMatch(each -> each.operation().equals(command.operation()));
        }
        return isFence(command)
                ? lost.stream().noneMatch(LateCommandsTest::isFence)
                : command.undo() && command.verb() == Verb.RECEIVE;
    }

    @Test
    void a_debt_that_was_paid_is_not_paid_again_when_the_server_is_back() {
        Cases cases = new Cases(world).add("late", server, new Script(), ACTIVE, FORMER);
        cases.given(same -> {});
        String there = host().equals("host1") ? "host2" : "host1";
        RELAY.lose(this::isLost);
        world.faults.script(uuid, Scripts.refusing(step -> step.type().equals("Hosts.Receive"), AFTER_EFFECT, 1));
        migrate(there);
        cases.quiet();
        assertThat(host()).isNotEqualTo(there);
        Awaitility.await("until it was owed, and is paid")
                .atMost(World.SOON)
                .until(() -> RELAY.lost().stream().anyMatch(each -> each.verb() == Verb.DESTROY)
                        && world.api.debts().of(uuid).isEmpty());

        world.faults.script(uuid, new Script());
        migrate(there);
        cases.quiet();
        accepted.confirm(uuid);
        cases.quiet();
        assertThat(host()).isEqualTo(there);
        for (Command late : RELAY.lost()) {
            Reply reply = RELAY.deliver(late, there);
            assertThat(world.host(there).hypervisor().guest(uuid))
                    .as("%s, undo %s", late.verb(), late.undo())
                    .contains(PowerState.RUNNING);
            if (late.verb() == Verb.DESTROY) {
                assertThat(reply.failure()).isEqualTo(Failure.STALE.type());
            }
        }
        assertThat(RELAY.lost()).extracting(Command::verb).contains(Verb.RECEIVE, Verb.SPAWN, Verb.DESTROY);
        cases.verify();
    }

    @Test
    void every_placing_has_a_number_of_its_own_and_who_comes_later_the_greater_one() {
        List<Command> told = new CopyOnWriteArrayList<>();
        RELAY.lose(command -> !told.add(command));
        Cases cases = new Cases(world).add("placed", server, new Script(), GONE);
        cases.given(same -> {});
        String first = host();
        String second = first.equals("host1") ? "host2" : "host1";
        migrate(second);
        cases.quiet();
        accepted.revert(uuid);
        cases.quiet();
        migrate(second);
        cases.quiet();
        accepted.confirm(uuid);
        cases.quiet();
        accepted.act(uuid, Kind.REBOOT, Map.of(), null);
        cases.quiet();
        accepted.delete(uuid);
        cases.quiet();
        assertThat(told.stream()
                        .filter(command -> command.server().equals(uuid))
                        .map(command -> command.operation() + " " + command.placing())
                        .distinct()
                        .map(word -> word.substring(word.indexOf(' ') + 1))
                        .toList())
                .as("boot, migrate, revert, migrate, confirm, reboot, delete")
                .containsExactly("1", "2", "3", "4", "4", "4", "4");
        assertThat(told).extracting(Command::generation).containsOnly(1L);
        cases.verify();
    }
}
