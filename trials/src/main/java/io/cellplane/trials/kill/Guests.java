package io.cellplane.trials.kill;

import io.cellplane.compute.hypervisor.simulated.SimulatedHypervisor;
import io.cellplane.standalone.client.Records;
import io.cellplane.trials.kill.Clients.Seen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the hosts really did, from the books of the simulated hypervisors in their folders. */
record Guests(Path hosts) implements Books {

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

    @Override
    public List<String> wrong(Collection<Seen> servers, Records records) {
        return wrong(
                servers.stream()
                        .filter(server -> !server.status().equals("ERROR"))
                        .map(Seen::id)
                        .collect(Collectors.toSet()),
                records);
    }

    /** @param placed the servers that have a host, running or not; every other one must have no guest */
    private List<String> wrong(Set<String> placed, Records records) {
        List<String> wrong = new ArrayList<>();
        Map<String, Done> done = read();
        done.forEach((server, counts) -> {
            int there = counts.came() - counts.went();
            int wanted = placed.contains(server) ? 1 : 0;
            if (there != wanted) {
                wrong.add("server " + server + " has " + there + " guests instead of " + wanted);
            }
            // A boot makes it from its image, a move across cells from the image of its disk.
            int attempts = records.api().operations().of(UUID.fromString(server)).stream()
                    .mapToInt(row -> records.api().places().of(row.id()).size())
                    .sum();
            if (counts.made() > Math.max(1, attempts)) {
                wrong.add("server " + server + " was spawned " + counts.made() + " times in " + attempts + " attempts");
            }
        });
        placed.stream()
                .filter(server -> !done.containsKey(server))
                .forEach(server -> wrong.add("server " + server + " has a host and was never spawned"));
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
