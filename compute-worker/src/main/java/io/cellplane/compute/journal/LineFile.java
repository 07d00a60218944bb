package io.cellplane.compute.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Lines on disk, only ever appended to. */
final class LineFile<T> {
    private final Path path;
    private final Class<T> type;

    LineFile(Path path, Class<T> type) {
        this.path = path;
        this.type = type;
    }

    /** What a file holds, in its order. */
    record Content<T>(List<T> lines, List<Damaged> damaged) {}

    /** Every line that was ended; what a crash left of the last one is cut off. */
    Content<T> read(Instant now) throws IOException {
        Content<T> content = new Content<>(new ArrayList<>(), new ArrayList<>());
        if (!Files.exists(path)) {
            return content;
        }
        byte[] bytes = Files.readAllBytes(path);
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                byte[] line = Arrays.copyOfRange(bytes, start, i);
                Optional<T> read = Line.read(line, type);
                read.ifPresent(content.lines()::add);
                if (read.isEmpty()) {
                    String found = new String(line, StandardCharsets.ISO_8859_1);
                    content.damaged().add(new Damaged(now, start, found));
                }
                start = i + 1;
            }
        }
        if (start < bytes.length) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.truncate(start);
                channel.force(true);
            }
        }
        return content;
    }

    /** Replaces the whole file at once. */
    void rewrite(List<T> lines) throws IOException {
        Path draft = path.resolveSibling(path.getFileName() + ".draft");
        try (FileChannel channel = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            write(channel, lines);
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

    static void append(FileChannel channel, List<?> lines) throws IOException {
        write(channel, lines);
        channel.force(false);
    }

    private void syncFolder() throws IOException {
        try (FileChannel folder = FileChannel.open(path.toAbsolutePath().getParent())) {
            folder.force(true);
        }
    }

    private static void write(FileChannel channel, List<?> lines) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(lines.size() * 300);
        for (Object line : lines) {
            bytes.writeBytes(Line.of(line));
            bytes.write('\n');
        }
        ByteBuffer rest = ByteBuffer.wrap(bytes.toByteArray());
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }
}
