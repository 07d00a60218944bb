package io.cellplane.compute.disk;

import io.cellplane.bus.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where one host's disks lie. All names below it are ids or our own words, and no folder on the way is a link: nothing that
 * somebody else says leads elsewhere.
 */
final class HostFolder {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,254}");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final String IMAGES = "images";
    private static final String KEPT = ".kept";

    private final Path folder;

    /**
     * @param instances what all hosts of a storage share; it may be reached through a link
     * @throws IllegalArgumentException for what is no host's name
     */
    HostFolder(Path instances, String host) throws IOException {
        if (!NAME.matcher(host).matches()) {
            throw new IllegalArgumentException("no host's name: " + host);
        }
        this.folder = Durable.folder(instances.toAbsolutePath()).toRealPath().resolve(host);
    }

    Path images() throws IOException {
        return unlinked(folder.resolve(IMAGES));
    }

    Path of(UUID server) throws IOException {
        return unlinked(folder.resolve(server.toString()));
    }

    Path of(UUID server, UUID incarnation) throws IOException {
        return unlinked(of(server).resolve(incarnation.toString()));
    }

    private Path unlinked(Path path) throws IOException {
        for (Path at = path; at != null && at.startsWith(folder); at = at.getParent()) {
            if (Files.isSymbolicLink(at)) {
                throw new IOException("is a link: " + at);
            }
        }
        return path;
    }

    Set<UUID> servers() throws IOException {
        return ids(folder);
    }

    /** Which guests of the server have a folder. */
    Set<UUID> incarnations(UUID server) throws IOException {
        return ids(of(server));
    }

    private static Set<UUID> ids(Path folder) throws IOException {
        Set<UUID> ids = new HashSet<>();
        for (Path path : Durable.list(folder)) {
            String name = path.getFileName().toString();
            if (ID.matcher(name).matches()) {
                ids.add(UUID.fromString(name));
            }
        }
        return ids;
    }

    void keep(KeptDisks kept) throws IOException {
        Durable.folder(of(kept.server()));
        Durable.write(keptFile(kept.server(), kept.by().operation()), Wire.encode(kept));
    }

    boolean forget(UUID server, UUID operation) throws IOException {
        return Files.deleteIfExists(keptFile(server, operation));
    }

    Optional<KeptDisks> kept(UUID server, UUID operation) throws IOException {
        return read(keptFile(server, operation));
    }

    private static Optional<KeptDisks> read(Path file) throws IOException {
        try {
            return Optional.of(Wire.decode(Files.readAllBytes(file), KeptDisks.class));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    List<KeptDisks> kept(UUID server) throws IOException {
        List<KeptDisks> all = new ArrayList<>();
        for (Path file : Durable.list(of(server))) {
            if (isKept(file)) {
                read(file).ifPresent(all::add);
            }
        }
        return all;
    }

    private static boolean isKept(Path file) {
        return Durable.isFile(file) && file.getFileName().toString().endsWith(KEPT);
    }

    private Path keptFile(UUID server, UUID operation) throws IOException {
        return of(server).resolve(operation + KEPT);
    }

    /** Removes all of the server but what is kept, and that guest's. */
    void sweep(UUID server, @Nullable UUID guest) throws IOException {
        Path all = folder.resolve(server.toString());
        if (Files.isSymbolicLink(all)) {
            Files.delete(all);
            return;
        }
        Set<Path> stay = new HashSet<>();
        for (KeptDisks kept : kept(server)) {
            stay.add(of(server, kept.incarnation()));
            stay.add(keptFile(server, kept.by().operation()));
        }
        if (guest != null) {
            stay.add(of(server, guest));
        }
        List<Path> there = Durable.list(all);
        for (Path path : there) {
            if (!stay.contains(path)) {
                Durable.delete(path);
            }
        }
        if (there.stream().noneMatch(stay::contains)) {
            Files.deleteIfExists(all);
        }
    }
}
