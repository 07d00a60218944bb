package io.cellplane.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.bus.Bus;
import io.cellplane.compute.hypervisor.simulated.Behaviour;
import io.cellplane.compute.hypervisor.simulated.SimulatedHypervisor;
import io.cellplane.conductor.ConductorConfig;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.process.config.Configuration;
import io.cellplane.testing.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Many hosts on one real nats-server, many commands under way at once, and then something dies: every command has exactly
 * one effect. {@code cellplane.hosts} and {@code cellplane.commands} say how many.
 */
@Timeout(300)
class ManyHostsTest {
    private static final int HOSTS = Integer.getInteger("cellplane.hosts", 50);
    private static final int COMMANDS = Integer.getInteger("cellplane.commands", 30);
    private static final Duration SOON = Duration.ofMinutes(2);

    @TempDir
    static Path folder;

    private static TestNats nats;
    private static World world;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    enum Victim {
        RELAY,
        AGENTS,
        NATS_SERVER
    }

    @BeforeAll
    static void begin() {
        Map<String, String> users = new TreeMap<>();
        IntStream.range(0, HOSTS).forEach(i -> users.put("host" + i, "p" + i));
        nats = new TestNats(folder, users);
        world = new World(
                folder,
                List.of("cell1"),
                (cell, user) -> connect(user),
                Configuration.of(
                                "conductor",
                                ConductorConfig.class,
                                Map.of(
                                        "cellplane.patience.steps.heartbeat", "2s",
                                        "cellplane.patience.hosts.taken", "500ms",
                                        "cellplane.patience.hosts.hold", "200ms",
                                        "cellplane.patience.steps.retry", "20ms",
                                        "cellplane.patience.steps.retry-most", "200ms",
                                        "cellplane.patience.sweeps.every", "200ms"))
                        .settings()
                        .patience());
        users.keySet().forEach(host -> world.host("cell1", host, 65536));
        Awaitility.await().atMost(SOON).until(() -> world.api.providers().all().size() == HOSTS);
    }

    private static Bus connect(String user) {
        return user.equals("relay")
                ? nats.as("cell-worker", "w", TestNats.WORKER)
                : nats.as(user, "p" + user.substring("host".length()), user);
    }

    @AfterAll
    static void end() {
        if (world != null) {
            world.close();
        }
        if (nats != null) {
            nats.close();
        }
    }

    static List<Victim> victims() {
        return Sample.of("who dies", List.of(Victim.values()));
    }

    @ParameterizedTest
    @MethodSource("victims")
    void whatever_dies_each_command_has_one_effect(Victim victim) {
        Accepted accepted = new Accepted(world);
        List<RequestedServer> servers =
                Stream.generate(accepted::small).limit(COMMANDS).toList();
        Cases cases = new Cases(world);
        servers.forEach(server -> cases.add("of seed " + seed, server, new Script(), Cases.Fate.GONE));

        amid(SimulatedHypervisor::onSpawn, victim, () -> servers.forEach(accepted::boot));
        cases.quiet();
        assertThat(effects("spawn", servers)).as("seed %d", seed).isEqualTo(each(servers));

        amid(SimulatedHypervisor::onDestroy, victim, () -> servers.forEach(server -> accepted.delete(server.uuid())));
        cases.quiet();
        Awaitility.await("until nothing is owed")
                .atMost(SOON)
                .until(() -> world.api.debts().all().isEmpty());
        assertThat(effects("destroy", servers)).as("seed %d", seed).isEqualTo(each(servers));
        assertThat(effects("spawn", servers)).as("seed %d", seed).isEqualTo(each(servers));
        cases.verify();
    }

    /** Halts all commands before or after their effect, has something die in the middle, and lets them go on. */
    private void amid(Function<SimulatedHypervisor, Behaviour> verb, Victim victim, Runnable commands) {
        world.hosts.values().forEach(host -> {
            Behaviour behaviour = verb.apply(host.hypervisor());
            var _ = random.nextBoolean() ? behaviour.hang() : behaviour.hangAfter();
        });
        commands.run();
        Awaitility.await("until all commands are under way").atMost(SOON).until(() -> hung(verb) == COMMANDS);
        kill(victim, verb);
        world.hosts.values().forEach(host -> verb.apply(host.hypervisor()).release());
    }

    private static int hung(Function<SimulatedHypervisor, Behaviour> verb) {
        return world.hosts.values().stream()
                .mapToInt(host -> verb.apply(host.hypervisor()).hung())
                .sum();
    }

    private static void kill(Victim victim, Function<SimulatedHypervisor, Behaviour> verb) {
        switch (victim) {
            case RELAY -> world.loseRelay();
            case AGENTS -> {
                List<TestHost> busy = world.hosts.values().stream()
                        .filter(host -> verb.apply(host.hypervisor()).hung() > 0)
                        .toList();
                busy.forEach(TestHost::kill);
                busy.forEach(TestHost::start);
            }
            case NATS_SERVER -> {
                nats.kill();
                nats.start();
            }
        }
    }

    private static Map<String, Long> each(List<RequestedServer> servers) {
        return servers.stream().collect(Collectors.toMap(server -> server.uuid().toString(), server -> 1L));
    }

    /** How often each server met that effect, over all hosts. */
    private static Map<String, Long> effects(String verb, List<RequestedServer> servers) {
        List<String> wanted =
                servers.stream().map(server -> verb + " " + server.uuid()).toList();
        List<String> all = new ArrayList<>();
        for (String host : world.hosts.keySet()) {
            Path file = folder.resolve(host).resolve("guests").resolve(SimulatedHypervisor.EFFECTS);
            try {
                if (Files.exists(file)) {
                    all.addAll(Files.readAllLines(file));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        all.retainAll(wanted);
        return all.stream()
                .collect(Collectors.groupingBy(line -> line.substring(verb.length() + 1), Collectors.counting()));
    }
}
