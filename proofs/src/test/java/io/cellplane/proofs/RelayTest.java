package io.cellplane.proofs;

import static io.cellplane.proofs.Cases.Fate.ACTIVE;
import static io.cellplane.proofs.Cases.Fate.GONE;

import io.cellplane.bus.Disturbance;
import io.cellplane.bus.Disturbance.Fate;
import io.cellplane.bus.Disturbance.Leg;
import io.cellplane.contracts.server.RequestedServer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A bus and agents as they are: answers get lost or come twice, agents die in the middle. */
@Timeout(120)
class RelayTest {
    @TempDir
    static Path folder;

    private static World world;

    @BeforeAll
    static void begin() {
        world = new World(folder);
    }

    @AfterAll
    static void end() {
        world.close();
    }

    @AfterEach
    void calm() {
        world.buses.values().forEach(bus -> bus.disturb(Disturbance.NONE));
    }

    private static Cases boots() {
        return new Cases(world).add("boot", new Script(), ACTIVE);
    }

    /** The first commands and answers of every kind meet that fate. */
    private static void disturb(Leg which, Fate fate) {
        AtomicInteger met = new AtomicInteger();
        world.buses
                .values()
                .forEach(bus -> bus.disturb(
                        (leg, subject) -> leg == which && met.getAndIncrement() < 2 ? fate : Fate.DELIVERED));
    }

    @Test
    void a_lost_answer_is_asked_for_again() {
        disturb(Leg.REPLY, Fate.LOST);
        boots().boot().verify();
    }

    @Test
    void a_lost_command_is_sent_again() {
        disturb(Leg.REQUEST, Fate.LOST);
        boots().boot().verify();
    }

    @Test
    void a_repeated_command_has_one_effect() {
        disturb(Leg.REQUEST, Fate.TWICE);
        boots().boot().verify();
    }

    @Test
    void an_agent_killed_between_effect_and_answer_goes_on() {
        world.hosts.values().forEach(host -> host.hypervisor().onSpawn().hangAfter());
        Accepted accepted = new Accepted(world);
        RequestedServer server = accepted.small();
        Cases cases = new Cases(world).add("killed", server, new Script(), ACTIVE);
        accepted.boot(server);
        TestHost host = Awaitility.await()
                .atMost(World.SOON)
                .until(
                        () -> world.hosts.values().stream()
                                .filter(one ->
                                        one.hypervisor().guest(server.uuid()).isPresent())
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
        host.kill();
        world.hosts.values().forEach(one -> one.hypervisor().onSpawn().release());
        host.start();
        cases.quiet().verify();
    }

    @Test
    void a_delete_stops_a_spawn_that_hangs() {
        world.hosts.values().forEach(host -> host.hypervisor().onSpawn().hang());
        Accepted accepted = new Accepted(world);
        RequestedServer server = accepted.small();
        Cases cases = new Cases(world).add("hanging", server, new Script(), GONE);
        accepted.boot(server);
        Awaitility.await()
                .atMost(World.SOON)
                .until(() -> world.hosts.values().stream()
                        .anyMatch(host -> host.hypervisor().onSpawn().hung() > 0));
        accepted.delete(server.uuid());
        cases.quiet();
        world.hosts.values().forEach(host -> host.hypervisor().onSpawn().release());
        cases.verify();
    }
}
