package io.cellplane.standalone.kill;

import io.cellplane.compute.hypervisor.simulated.SimulatedHypervisor;
import io.cellplane.standalone.client.Records;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** What the hosts really did, from the books of the simulated hypervisors in their folders. */
record Guests(Path hosts) {

    /** How often a guest was made from its image, appeared and went. */
    private record Done(int made, int came, int went) {
        static Done of(String effect) {
            return switch (effect) {
                case "spawn" -> new Done(1, 1, 0);
                case "receive", "restore", "unleave" -> new Done(0, 1, 0);
                case "destroy", "leave" -> new Done(0, 0, 1);
                default -> new Done(0, 0, 0);
            };
        }
    }

    /** @param active the servers that run; every other one must have no guest */
    List<String> wrong(Set<String> active, Records records) {
        List<String> wrong = new ArrayList<>();
        Map<String, Done> done = read();
        done.forEach((server, counts) -> {
            int there = counts.came() - counts.went();
            int wanted = active.contains(server) ? 1 : 0;
            if (there != wanted) {
                wrong.add("server " + server + " has " + there + " guests instead of " + wanted);
            }
            int attempts = records.boot(UUID.fromString(server))
                    .map(boot -> records.api().places().of(boot).size())
                    .orElse(counts.made());
            if (counts.made() > Math.max(1, attempts)) {
                wrong.add("server " + server + " was spawned " + counts.made() + " times in " + attempts + " attempts");
            }
        });
        active.stream()
                .filter(server -> !done.containsKey(server))
                .forEach(server -> wrong.add("server " + server + " is ACTIVE and was never spawned"));
        return wrong;
    }

    private Map<String, Done> read() {
        Map<String, Done> all = new HashMap<>();
        try (Stream<Path> files = Files.walk(hosts)) {
            for (Path file : files.filter(each -> each.endsWith(SimulatedHypervisor.EFFECTS))
                    .toList()) {
                for (String line : Files.readAllLines(file)) {
                    String[] words = line.split(" ", -1);
                    all.merge(
                            words[1],
                            Done.of(words[0]),
                            (a, b) -> new Done(a.made() + b.made(), a.came() + b.came(), a.went() + b.went()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }
}
