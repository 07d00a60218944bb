package io.cellplane.compute.hypervisor.simulated;

import io.cellplane.bus.Wire;
import io.cellplane.compute.hypervisor.NewGuest;
import io.cellplane.compute.hypervisor.NewGuest.RootData;
import io.cellplane.compute.hypervisor.Refusals;
import io.cellplane.contracts.failure.Refused;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The disks of a cell's hosts, {@code <host>/<server>/<incarnation>/root}, and beside them what is kept,
 * {@code <host>/<server>/<operation>.kept}. Each host writes below its own name and reads everywhere.
 */
record Storage(Path folder) {
    static final String FORMAT = "raw";
    private static final String KEPT = ".kept";

    /** What guests have written is for the hypervisor alone. */
    static Path closed(@Nullable Path folder) throws IOException {
        return Files.createDirectories(
                Objects.requireNonNull(folder),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    Storage {
        folder = folder.toAbsolutePath().normalize();
    }

    /** The root disk's data. */
    Path root(String host, UUID server, UUID incarnation) {
        return of(host, server).resolve(incarnation.toString()).resolve("root");
    }

    /** @throws Refused when that host keeps nothing for it */
    KeptFile keptBy(String host, UUID server, UUID operation) throws IOException {
        return kept(host, server, operation).orElseThrow(() -> Refusals.nothingKept(server, operation));
    }

    Optional<KeptFile> kept(String host, UUID server, UUID operation) throws IOException {
        try {
            return Optional.of(Wire.decode(Files.readAllBytes(keptFile(host, server, operation)), KeptFile.class));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /** All that a host keeps of a server. */
    List<KeptFile> kept(String host, UUID server) throws IOException {
        List<KeptFile> all = new ArrayList<>();
        for (Path file : list(of(host, server))) {
            String name = file.getFileName().toString();
            if (name.endsWith(KEPT)) {
                UUID operation = UUID.fromString(name.substring(0, name.length() - KEPT.length()));
                kept(host, server, operation).ifPresent(all::add);
            }
        }
        return all;
    }

    /** All that a host keeps. */
    List<KeptFile> kept(String host) throws IOException {
        List<KeptFile> all = new ArrayList<>();
        for (Path server : list(of(host))) {
            all.addAll(kept(host, UUID.fromString(server.getFileName().toString())));
        }
        return all;
    }

    void keep(String host, KeptFile kept) throws IOException {
        write(keptFile(host, kept.guest().server(), kept.by().operation()), kept);
    }

    boolean forget(String host, UUID server, UUID operation) throws IOException {
        return Files.deleteIfExists(keptFile(host, server, operation));
    }

    /** A copy of the kept root disk that nobody writes; of that leaving alone, as the guest may go on between two. */
    Path shown(String host, KeptFile kept) {
        return root(host, kept.guest().server(), kept.guest().incarnation())
                .resolveSibling(kept.by().operation() + "." + kept.by().attempt() + ".shown");
    }

    /** @return false when it was there */
    boolean show(String host, KeptFile kept) throws IOException {
        Path shown = shown(host, kept);
        if (Files.exists(shown)) {
            return false;
        }
        Path draft = shown.resolveSibling(shown.getFileName() + ".draft");
        Files.copy(
                root(host, kept.guest().server(), kept.guest().incarnation()),
                draft,
                StandardCopyOption.REPLACE_EXISTING);
        Files.move(draft, shown, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    void hide(String host, UUID server, UUID operation) throws IOException {
        Optional<KeptFile> kept = kept(host, server, operation);
        if (kept.isPresent()) {
            Files.deleteIfExists(shown(host, kept.get()));
        }
    }

    /** Removes the disks of a server that are nobody's: no guest's and no kept one's. */
    void sweep(String host, UUID server, Set<UUID> incarnations) throws IOException {
        for (Path path : list(of(host, server))) {
            if (Files.isDirectory(path)
                    && !incarnations.contains(UUID.fromString(path.getFileName().toString()))) {
                delete(path);
            }
        }
        if (list(of(host, server)).isEmpty()) {
            Files.deleteIfExists(of(host, server));
        }
    }

    /** Replaces a file at once. */
    static void write(Path file, Object content) throws IOException {
        closed(file.toAbsolutePath().getParent());
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        Files.write(draft, Wire.encode(content));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void delete(Path tree) throws IOException {
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failed) throws IOException {
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }

    private Path keptFile(String host, UUID server, UUID operation) {
        return of(host, server).resolve(operation + KEPT);
    }

    private Path of(String host, UUID server) {
        return of(host).resolve(server.toString());
    }

    private Path of(String host) {
        Path path = folder.resolve(host);
        if (!folder.equals(path.normalize().getParent())) {
            throw new IllegalArgumentException("no host's name: " + host);
        }
        return path;
    }

    /** Puts the data that a guest is to have into its new root disk. */
    static void fill(NewGuest wanted, Path root) throws IOException, InterruptedException {
        RootData data = wanted.root();
        if (data == null) {
            Files.writeString(root, "image " + wanted.spec().imageId() + "\n");
        } else if (data.format().equals(FORMAT)) {
            data.transfer().run(root);
        } else {
            throw Refusals.format(data.format());
        }
    }
}
