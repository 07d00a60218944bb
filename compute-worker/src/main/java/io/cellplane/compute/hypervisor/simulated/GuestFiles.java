package io.cellplane.compute.hypervisor.simulated;

import io.cellplane.bus.Wire;
import io.cellplane.compute.hypervisor.Refusals;
import io.cellplane.contracts.failure.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The guests of one host, a file each; what is in memory is on disk. */
final class GuestFiles {
    private static final String SUFFIX = ".guest";

    private final Path folder;
    private final Map<UUID, GuestFile> guests = new ConcurrentHashMap<>();

    GuestFiles(Path folder) throws IOException {
        this.folder = Storage.closed(folder);
        for (Path file : files()) {
            GuestFile guest = Wire.decode(Files.readAllBytes(file), GuestFile.class);
            guests.put(guest.server(), guest);
        }
    }

    static Path of(Path folder, UUID server) {
        return folder.resolve(server + SUFFIX);
    }

    Collection<GuestFile> all() {
        return guests.values();
    }

    Optional<GuestFile> find(UUID server) {
        return Optional.ofNullable(guests.get(server));
    }

    /** @throws Refused when there is none */
    GuestFile there(UUID server) {
        return find(server).orElseThrow(() -> Refusals.noGuest(server));
    }

    void write(GuestFile guest) throws IOException {
        Storage.write(of(folder, guest.server()), guest);
        guests.put(guest.server(), guest);
    }

    /** @return whether there was one */
    boolean remove(UUID server) throws IOException {
        boolean there = Files.deleteIfExists(of(folder, server));
        guests.remove(server);
        return there;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(SUFFIX)).toList();
        }
    }
}
