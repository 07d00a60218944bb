package io.cellplane.proofs;

import static io.cellplane.proofs.Cases.Fate.ACTIVE;
import static io.cellplane.proofs.Cases.Fate.VERIFY;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.compute.agent.HostSettings;
import io.cellplane.compute.copy.CopySettings;
import io.cellplane.compute.copy.Throttle;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.embedded.FreePort;
import io.cellplane.testing.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Moves within a cell whose hosts share no storage: the guest's disk is copied from host to host. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CopiedMovesTest {
    private World world;
    private Accepted accepted;

    @BeforeAll
    void begin(@TempDir Path folder) throws IOException {
        world = new World(folder, List.of("cell1"), null, Patience.hasty());
        for (String host : List.of("host1", "host2", "host3")) {
            CopySettings copies = new CopySettings("127.0.0.1", FreePort.next());
            HostSettings settings =
                    new HostSettings(host, "cell1", folder.resolve(host), false, null, copies, Throttle.NONE);
            world.host(settings, folder.resolve("storage").resolve(host), 65_536);
        }
        world.reported();
        accepted = new Accepted(world);
    }

    @AfterAll
    void end() {
        world.close();
    }

    private TestHost hostOf(UUID server) {
        return world.hosts.values().stream()
                .filter(host -> host.hypervisor().guest(server).isPresent())
                .findFirst()
                .orElseThrow();
    }

    private void mark(UUID server) {
        hostOf(server).hypervisor().inside(server).mark("first");
    }

    private void resize(UUID server) {
        accepted.resize(server, Accepted.BIG, false);
    }

    /** What hosts have made for copies, and what they would hand over. */
    private Set<String> offered() throws IOException {
        try (Stream<Path> all = Files.walk(world.folder)) {
            return all.map(Path::toString)
                    .filter(file -> file.endsWith(".shown") || (file.contains("/offers/") && file.endsWith(".json")))
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void the_disk_arrives_by_one_step_more_and_nothing_of_the_way_is_left() throws IOException {
        Script moved = new Script();
        Cases cases = new Cases(world).add("is moved", moved, VERIFY).given(this::mark);
        UUID server = cases.servers().getFirst();
        TestHost source = hostOf(server);
        cases.when(this::resize).verify();
        assertThat(moved.steps(Kind.RESIZE.token()))
                .containsSubsequence("Hosts.Leave", "Hosts.Offer", "Ports.Activate", "Hosts.Receive", "Hosts.Start");
        assertThat(hostOf(server)).isNotSameAs(source);
        assertThat(hostOf(server).hypervisor().inside(server).root()).contains("first");
        assertThat(offered()).isEmpty();
        cases.later(accepted::revert, ACTIVE).verify();
        assertThat(hostOf(server)).isSameAs(source);
    }

    /** Before and after the effect of every step of it, all hosts at once. */
    @Test
    void agents_are_killed_at_any_step_of_the_copy() throws IOException {
        for (String type : Sample.of(
                "agents killed in a copy", List.of("Hosts.Leave", "Hosts.Offer", "Hosts.Receive", "Hosts.Start"))) {
            Cases cases = new Cases(world);
            for (Scripts.When when : Scripts.When.sides("agents killed in " + type)) {
                cases.add(
                        "killed " + when + " " + type,
                        Scripts.once(step -> step.type().equals(type), when, _ -> restart()),
                        VERIFY);
            }
            cases.given(this::mark).when(this::resize).verify();
            for (UUID server : cases.servers()) {
                assertThat(hostOf(server).hypervisor().inside(server).root()).contains("first");
            }
            assertThat(offered()).isEmpty();
            cases.later(accepted::confirm, ACTIVE).verify();
        }
    }

    private synchronized void restart() {
        world.hosts.values().forEach(TestHost::kill);
        world.hosts.values().forEach(TestHost::start);
    }

    @Test
    void a_destination_that_refuses_is_undone_and_the_next_one_copies_it() throws IOException {
        Cases cases = new Cases(world);
        for (String type : List.of("Hosts.Offer", "Hosts.Receive")) {
            for (Scripts.When when : Scripts.When.values()) {
                cases.add(
                        "refused " + when + " " + type,
                        Scripts.refusing(step -> step.type().equals(type), when, 1),
                        VERIFY);
            }
        }
        cases.given(this::mark).when(this::resize).verify();
        for (UUID server : cases.servers()) {
            assertThat(hostOf(server).hypervisor().inside(server).root()).contains("first");
        }
        assertThat(offered()).isEmpty();
    }
}
