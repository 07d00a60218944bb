package io.cellplane.compute.copy;

import io.cellplane.bus.Unreadable;
import io.cellplane.bus.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a host offers of what it keeps, a file each: an agent that is killed goes on offering. The key lies in it, for the host
 * alone, as the disks do that it opens.
 */
public final class Offers {
    private static final Logger LOG = LoggerFactory.getLogger(Offers.class);
    private static final FileAttribute<?> OURS =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OURS_ALONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path folder;
    private final Clock clock;
    private final Map<Take, CountDownLatch> takes = new ConcurrentHashMap<>();

    /** @param folder made when it is first needed */
    public Offers(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** As it lies there. */
    record Offer(UUID server, UUID operation, String key, Instant expires, Map<String, String> disks) {
        @Nullable Path disk(String name) {
            String path = disks.get(name);
            return path == null ? null : Path.of(path);
        }
    }

    /** One disk on its way; whoever ends the offer closes its connection. */
    record Take(UUID server, UUID operation, String disk, AutoCloseable connection) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Take take && isOf(take.server, take.operation) && disk.equals(take.disk);
        }

        @Override
        public int hashCode() {
            return operation.hashCode();
        }

        boolean isOf(UUID someServer, UUID someOperation) {
            return server.equals(someServer) && operation.equals(someOperation);
        }
    }

    /**
     * Offers these disks from now on, for so long. It replaces what was offered before.
     *
     * @throws IllegalArgumentException for what is no key
     */
    public void put(UUID server, UUID operation, String key, Duration life, Map<String, Path> disks) {
        var _ = new CopyKey(key);
        Map<String, String> paths = disks.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, disk -> disk.getValue().toString()));
        Offer offer = new Offer(server, operation, key, clock.instant().plus(life), paths);
        Path file = file(server, operation);
        try {
            Files.createDirectories(folder, OURS_ALONE);
            Path draft = folder.resolve(UUID.randomUUID() + ".draft");
            Files.createFile(draft, OURS);
            Files.write(draft, Wire.encode(offer));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write an offer", e);
        }
    }

    /** Empty when there is none, or none any more. */
    Optional<Offer> find(UUID server, UUID operation) {
        return read(file(server, operation)).filter(offer -> !isOver(offer));
    }

    private boolean isOver(Offer offer) {
        return !clock.instant().isBefore(offer.expires());
    }

    private static Optional<Offer> read(Path file) {
        try {
            return Optional.of(Wire.decode(Files.readAllBytes(file), Offer.class));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException | Unreadable e) {
            LOG.warn("an offer cannot be read: {}", e.toString());
            return Optional.empty();
        }
    }

    /** @return false while somebody takes that disk */
    boolean begin(Take take) {
        return takes.putIfAbsent(take, new CountDownLatch(1)) == null;
    }

    void end(Take take) {
        CountDownLatch ended = takes.remove(take);
        if (ended != null) {
            ended.countDown();
        }
    }

    /** Offers nothing more of what that operation keeps; nobody reads its disks when this returns. */
    public void withdraw(UUID server, UUID operation) throws InterruptedException {
        try {
            Files.deleteIfExists(file(server, operation));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove an offer", e);
        }
        for (Map.Entry<Take, CountDownLatch> take : takes.entrySet()) {
            if (take.getKey().isOf(server, operation)) {
                close(take.getKey());
                take.getValue().await();
            }
        }
    }

    private static void close(Take take) {
        try {
            take.connection().close();
        } catch (Exception e) {
            LOG.debug("a connection does not close: {}", e.toString());
        }
    }

    /** The operations that something of the server is offered for. */
    public List<UUID> of(UUID server) {
        return all().stream()
                .filter(offer -> offer.server().equals(server))
                .map(Offer::operation)
                .toList();
    }

    /** Those that nobody may take any more. */
    List<Offer> over() {
        return all().stream().filter(this::isOver).toList();
    }

    private List<Offer> all() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .map(Offers::read)
                    .flatMap(Optional::stream)
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the offers", e);
        }
    }

    private Path file(UUID server, UUID operation) {
        return folder.resolve(server + "." + operation + ".json");
    }
}
