package io.cellplane.compute.disk;

import io.cellplane.bus.Unreadable;
import io.cellplane.bus.Wire;
import io.cellplane.compute.image.DeclaredHash;
import io.cellplane.contracts.host.BaseImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An image of the cache: raw data, and beside them what says that they are whole, whose own age is since when nobody has
 * used them. What is declared otherwise is another one.
 */
record CachedImage(Path folder, String key) {
    private static final String DATA = ".raw";
    private static final String WHOLE = ".json";
    private static final int HASH = 32;

    /** How long the data are. */
    private record Whole(long bytes) {}

    static CachedImage of(Path folder, BaseImage image, DiskFormat format) {
        DeclaredHash hash = DeclaredHash.of(image);
        return new CachedImage(
                folder,
                image.image() + "." + format.name().toLowerCase(Locale.ROOT) + "." + hash.algorithm() + "-"
                        + hash.value().substring(0, HASH));
    }

    /** The one that the file belongs to, data or what says that they are whole; null for what is neither. */
    static @Nullable CachedImage of(Path file) {
        String name = file.getFileName().toString();
        for (String ending : new String[] {DATA, WHOLE}) {
            if (name.endsWith(ending)) {
                return new CachedImage(
                        Objects.requireNonNull(file.getParent()), name.substring(0, name.length() - ending.length()));
            }
        }
        return null;
    }

    Path data() {
        return folder.resolve(key + DATA);
    }

    private Path whole() {
        return folder.resolve(key + WHOLE);
    }

    /** How long the data are, if they are there and whole. */
    OptionalLong bytes() throws IOException {
        try {
            long bytes = Wire.decode(Files.readAllBytes(whole()), Whole.class).bytes();
            return Durable.isFile(data()) && Files.size(data()) == bytes
                    ? OptionalLong.of(bytes)
                    : OptionalLong.empty();
        } catch (NoSuchFileException | Unreadable none) {
            return OptionalLong.empty();
        }
    }

    void publish(Path part, long bytes) throws IOException {
        Durable.publish(part, data());
        Durable.write(whole(), Wire.encode(new Whole(bytes)));
    }

    void used(Instant now) throws IOException {
        Files.setLastModifiedTime(whole(), FileTime.from(now));
    }

    Instant lastUsed() throws IOException {
        return Files.getLastModifiedTime(whole()).toInstant();
    }

    /** From now on the data do not count. */
    void forget() throws IOException {
        Files.deleteIfExists(whole());
    }

    void remove() throws IOException {
        forget();
        Files.deleteIfExists(data());
    }
}
