package io.cellplane.standins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything one stand-in knows: shelves of JSON objects in memory, and a log of their changes in one file.
 *
 * <p>A change is one line, handed to the operating system before the caller hears of it, so a process that is killed
 * at any moment loses nothing that it has answered; at worst the last line is torn, and is dropped. The file is
 * rewritten as what is alive (written aside, fsynced, moved into place) at every start and when it has grown. Single
 * changes are not fsynced: a machine that loses power may lose its last second, which is what the stand-ins are worth.
 * Objects on a shelf are never changed, only replaced.
 */
final class Store implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final int SLACK = 20_000;

    private final Path file;
    private final Map<String, Shelf> shelves = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private FileChannel log;
    private int lines;

    Store(Path file) {
        this.file = file;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (Files.exists(file)) {
                load();
            }
            log = rewritten();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open " + file, e);
        }
    }

    /** The shelf of that name, made when it is asked for first. */
    Shelf shelf(String kind) {
        return locked(() -> shelves.computeIfAbsent(kind, name -> new Shelf(this, name)));
    }

    /** Several reads and changes that nobody else comes between. */
    <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Fills a fresh store; what a seeding that was killed half way left is cleared first. */
    void once(Runnable seed) {
        locked(() -> {
            Shelf meta = shelf("meta");
            if (meta.get("seeded").isEmpty()) {
                shelves.values().forEach(Shelf::clear);
                seed.run();
                meta.put("seeded", JSON.createObjectNode().put("version", 1));
            }
            return meta;
        });
    }

    void append(String kind, String id, @Nullable ObjectNode value) {
        try {
            write(log, kind, id, value);
            lines++;
            if (lines
                    > SLACK
                            + 4
                                    * shelves.values().stream()
                                            .mapToInt(Shelf::size)
                                            .sum()) {
                log.close();
                log = rewritten();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    private static void write(FileChannel to, String kind, String id, @Nullable ObjectNode value) throws IOException {
        ObjectNode line = JSON.createObjectNode().put("kind", kind).put("id", id);
        line.set("value", value);
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }

    private void load() throws IOException {
        String text = Files.readString(file);
        int end = text.lastIndexOf('\n') + 1;
        for (String line : text.substring(0, end).lines().toList()) {
            JsonNode change = JSON.readTree(line);
            ObjectNode value = change.get("value") instanceof ObjectNode object ? object : null;
            shelf(change.path("kind").asText()).loaded(change.path("id").asText(), value);
        }
    }

    private FileChannel rewritten() throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel fresh = FileChannel.open(
                aside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            lines = 0;
            for (Shelf shelf : shelves.values()) {
                for (Map.Entry<String, ObjectNode> entry : shelf.entries()) {
                    write(fresh, shelf.kind(), entry.getKey(), entry.getValue());
                    lines++;
                }
            }
            fresh.force(true);
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return FileChannel.open(file, StandardOpenOption.APPEND);
    }

    /** Closing twice is fine. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (log.isOpen()) {
                log.force(true);
                log.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close " + file, e);
        } finally {
            lock.unlock();
        }
    }
}
