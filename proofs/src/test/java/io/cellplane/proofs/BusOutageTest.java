package io.cellplane.proofs;

import static io.cellplane.proofs.Cases.Fate.ACTIVE;
import static io.cellplane.proofs.Cases.Fate.GONE;
import static io.cellplane.proofs.Cases.Fate.STOPPED;
import static io.cellplane.proofs.Cases.Fate.VERIFY;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.bus.InProcessBus;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.db.control.HostStateRow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The buses of all cells are away for longer than every patience: that is an outage of the buses, and no host's silence. */
@Timeout(120)
class BusOutageTest {
    private World world;
    private Accepted accepted;

    @BeforeEach
    void begin(@TempDir Path folder) {
        Patience hasty = Patience.hasty();
        Patience shorter = hasty.withHosts(hasty.hosts()
                        .withSpawn(Duration.ofSeconds(1))
                        .withAbsent(Duration.ofSeconds(1))
                        .withSilent(Duration.ofSeconds(3)))
                .withSteps(hasty.steps().withCleaning(Duration.ofSeconds(1)));
        world = new World(folder, List.of("cell1", "cell2"), null, shorter);
        world.host("cell1", "host1", 65_536);
        world.host("cell1", "host2", 65_536);
        world.host("cell2", "host3", 32_768);
        world.reported();
        accepted = new Accepted(world);
    }

    @AfterEach
    void end() {
        world.close();
    }

    private boolean allAre(String state) {
        return world.api.hostStates().all().stream()
                .allMatch(host -> host.state().equals(state));
    }

    private Cases booting(String name, Cases.Fate fate) {
        return new Cases(world).add(name, new Script(), fate).start(one -> accepted.boot(one.server()));
    }

    private UUID server(Cases cases) {
        return cases.servers().getFirst();
    }

    @Test
    void what_was_begun_goes_on_when_they_are_back_and_no_host_is_taken_for_dead() {
        Cases stopped = booting("stopped", STOPPED);
        Cases moved = booting("moved", VERIFY);
        Cases deleted = booting("deleted", GONE);
        Stream.of(stopped, moved, deleted).forEach(Cases::quiet);
        world.hosts.values().forEach(host -> host.hypervisor().onSpawn().hangAfter());
        Cases before = booting("begun before", ACTIVE);
        Awaitility.await("until its guest is being made")
                .atMost(World.SOON)
                .until(() -> world.hosts.values().stream()
                        .anyMatch(
                                host -> host.hypervisor().guest(server(before)).isPresent()));

        world.buses.values().forEach(InProcessBus::stop);
        world.hosts.values().forEach(host -> host.hypervisor().onSpawn().release());
        accepted.act(server(stopped), Kind.STOP, List.of(), null);
        accepted.resize(server(moved), Accepted.BIG, false);
        Cases during = booting("begun during it", ACTIVE);
        Awaitility.await("until every host has been silent for too long")
                .atMost(World.SOON)
                .until(() -> allAre(HostStateRow.UNKNOWN));
        Cases late = booting("begun without any host", ACTIVE);
        Cases dropped = booting("deleted while it waits", GONE);
        accepted.delete(server(dropped));
        accepted.delete(server(deleted));
        Stream.of(dropped, deleted).forEach(Cases::quiet);
        assertThat(Stream.of(stopped, moved, before, during, late))
                .allSatisfy(cases ->
                        assertThat(world.api.operations().openOf(server(cases))).hasSize(1));
        assertThat(allAre(HostStateRow.UNKNOWN)).isTrue();

        world.buses.values().forEach(InProcessBus::start);
        Stream.of(stopped, moved, before, during, late).forEach(Cases::quiet);
        Awaitility.await("until every host is heard and nothing is owed")
                .atMost(World.SOON)
                .until(() -> allAre(HostStateRow.UP) && world.api.debts().all().isEmpty());
        Stream.of(stopped, moved, before, during, late, dropped, deleted).forEach(Cases::verify);
        assertThat(Stream.of(before, during, late))
                .as("none tried another host")
                .allSatisfy(cases -> assertThat(world.effects(server(cases))).containsOnlyOnce("spawn"));
    }
}
