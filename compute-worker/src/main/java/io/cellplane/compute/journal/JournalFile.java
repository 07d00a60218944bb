package io.cellplane.compute.journal;

import io.cellplane.bus.Unreadable;
import io.cellplane.bus.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The lines on disk: one JSON object each, only ever appended to. */
final class JournalFile {
    private final Path path;

    JournalFile(Path path) {
        this.path = path;
    }

    /** Every whole line; what a crash left of the last one is cut off. */
    List<Entry> read() throws IOException {
        if (!Files.exists(path)) {
            return List.of();
        }
        byte[] bytes = Files.readAllBytes(path);
        List<Entry> entries = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                entries.add(parse(Arrays.copyOfRange(bytes, start, i), entries.size() + 1));
                start = i + 1;
            }
        }
        if (start < bytes.length) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.truncate(start);
                channel.force(true);
            }
        }
        return entries;
    }

    @SuppressWarnings("ConstantValue") // a newer process may have written a state that is unknown here
    private Entry parse(byte[] line, int number) {
        try {
            Entry entry = Wire.decode(line, Entry.class);
            if (entry.key() != null && entry.state() != null && entry.server() != null && entry.at() != null) {
                return entry;
            }
        } catch (Unreadable e) {
            throw new JournalBroken("line " + number + " of " + path + " is damaged", e);
        }
        throw new JournalBroken("line " + number + " of " + path + " is of a newer version", null);
    }

    /** Replaces the whole file at once. */
    void rewrite(List<Entry> entries) throws IOException {
        Path draft = path.resolveSibling(path.getFileName() + ".draft");
        try (FileChannel channel = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            writeAll(channel, lines(entries));
            channel.force(true);
        }
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
        syncFolder();
    }

    /** Opens the end of the file for {@link #append}. */
    FileChannel open() throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        syncFolder();
        return channel;
    }

    static void append(FileChannel channel, List<Entry> entries) throws IOException {
        writeAll(channel, lines(entries));
        channel.force(false);
    }

    private void syncFolder() throws IOException {
        try (FileChannel folder = FileChannel.open(path.toAbsolutePath().getParent())) {
            folder.force(true);
        }
    }

    private static ByteBuffer lines(List<Entry> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(entries.size() * 300);
        for (Entry entry : entries) {
            bytes.writeBytes(Wire.encode(entry));
            bytes.write('\n');
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
