package io.cellplane.compute.disk;

import io.cellplane.contracts.operation.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The files of one guest's folder. A root disk's format is in its name: nobody looks into it to find out. */
record MadeDisks(HostFolder host, UUID server, UUID incarnation) {
    static final String EPHEMERAL = "ephemeral0.raw";
    static final String SWAP = "swap.raw";
    static final String CONFIG_DRIVE = "config.iso";
    static final String UEFI = "nvram";
    private static final String FLAT = ".flat";

    Path file(String name) throws IOException {
        return folder().resolve(name);
    }

    Path folder() throws IOException {
        return host.of(server, incarnation);
    }

    Path root(DiskFormat format) throws IOException {
        return file("root." + format.driver());
    }

    /** What the root disk is; empty when it is not there. */
    Optional<DiskFormat> rootFormat() throws IOException {
        for (DiskFormat format : new DiskFormat[] {DiskFormat.QCOW2, DiskFormat.RAW}) {
            if (Durable.isFile(root(format))) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** Removes what a making before this one did not finish. */
    void clean() throws IOException {
        for (Path file : Durable.list(folder())) {
            if (Durable.isPart(file)) {
                Durable.delete(file);
            }
        }
    }

    /** The root disk as it was left by that step, raw and needing no other file; for hosts that copy it. */
    Path flat(Step left) throws IOException {
        return file(left.operation() + "." + left.attempt() + FLAT);
    }

    /** Removes each of those, and what was cut off. */
    void hide() throws IOException {
        clean();
        for (Path file : Durable.list(folder())) {
            if (file.getFileName().toString().endsWith(FLAT)) {
                Durable.delete(file);
            }
        }
    }

    /** @throws IOException when a disk is not as this host makes them */
    Optional<GuestDisks> read() throws IOException {
        DiskFormat format = rootFormat().orElse(null);
        if (format == null) {
            return Optional.empty();
        }
        Path root = root(format);
        Path base = format == DiskFormat.QCOW2 ? base() : null;
        long bytes = format == DiskFormat.QCOW2 ? header(root, base).size() : Files.size(root);
        return Optional.of(new GuestDisks(
                server,
                incarnation,
                folder(),
                root,
                format,
                base,
                bytes,
                there(EPHEMERAL),
                there(SWAP),
                there(CONFIG_DRIVE)));
    }

    /**
     * What the root disk says that it lies over, be it there or not; null: nothing.
     *
     * @throws IOException when there is a root disk and it cannot be told
     */
    @Nullable Path base() throws IOException {
        Path root = root(DiskFormat.QCOW2);
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        try (Peek data = Peek.at(root)) {
            if (!Signature.QCOW.isIn(data)) {
                throw new IOException("no root disk: " + root);
            }
            String base = Qcow2Header.of(data).backing();
            return base == null ? null : Path.of(base);
        } catch (NoSuchFileException goneMeanwhile) {
            return null;
        }
    }

    /** No root disk lies over anything but an image of its own host's cache, whatever has written its header. */
    private Qcow2Header header(Path root, @Nullable Path base) throws IOException {
        try (Peek data = Peek.at(root)) {
            Qcow2Header header = Qcow2Header.of(data);
            boolean own = base == null || (host.images().equals(base.getParent()) && Durable.isFile(base));
            if (!own || header.dataFile() || header.encrypted()) {
                throw new IOException("the root disk reaches for another file: " + root);
            }
            return header;
        }
    }

    private @Nullable Path there(String name) throws IOException {
        Path file = file(name);
        return Durable.isFile(file) ? file : null;
    }
}
