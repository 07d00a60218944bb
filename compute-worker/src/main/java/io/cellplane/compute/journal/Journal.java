package io.cellplane.compute.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * What this host was told and what became of it. An entry is on disk before {@link #append} returns and before anyone
 * can find it; entries that come at once share one write and one fsync.
 */
public final class Journal implements AutoCloseable {
    /** Longer than any operation that may still ask. */
    public static final Duration KEPT = Duration.ofDays(60);

    private final JournalIndex index = new JournalIndex();
    private final FileChannel channel;
    private final Thread writer;
    private final Object queueLock = new Object();
    private List<Waiting> queue = new ArrayList<>();
    private boolean closed;

    private record Waiting(Entry entry, CompletableFuture<Void> durable) {}

    /**
     * Reads the journal, drops what is old, and goes on writing it.
     *
     * @param servers that have something here: the newest generation of these is never forgotten
     * @throws JournalBroken when it is damaged or cannot be written
     */
    public static Journal open(Path path, Instant now, Set<UUID> servers) {
        try {
            return new Journal(new JournalFile(path), now, servers);
        } catch (IOException e) {
            throw new JournalBroken("the journal " + path + " cannot be opened", e);
        }
    }

    private Journal(JournalFile file, Instant now, Set<UUID> servers) throws IOException {
        List<Entry> lines = file.read();
        lines.forEach(index::put);
        index.dropBefore(now.minus(KEPT), servers);
        List<Entry> kept = new ArrayList<>(index.fences());
        kept.addAll(index.entries());
        if (kept.size() < lines.size()) {
            file.rewrite(kept);
        }
        channel = file.open();
        // A thread of its own: an interrupt in a writing thread would close the file for everybody.
        writer = Thread.ofPlatform().daemon().name("journal").start(this::write);
    }

    /**
     * Returns when the entry is on disk.
     *
     * @throws JournalBroken when it could not be written, or the journal is closed
     */
    public void append(Entry entry) {
        Waiting waiting = new Waiting(entry, new CompletableFuture<>());
        synchronized (queueLock) {
            if (closed) {
                throw new JournalBroken("the journal is closed", null);
            }
            queue.add(waiting);
            queueLock.notifyAll();
        }
        try {
            waiting.durable().join();
        } catch (CompletionException e) {
            throw new JournalBroken("the journal cannot be written", e.getCause());
        }
    }

    public @Nullable Entry find(StepKey key) {
        synchronized (index) {
            return index.find(key);
        }
    }

    /** Whether nothing of that operation may be done here any more. */
    public boolean fenced(UUID operation) {
        synchronized (index) {
            return index.fenced(operation);
        }
    }

    /** The newest generation of the server that was seen here; the smallest number when none was. */
    public long generation(UUID server) {
        synchronized (index) {
            return index.generation(server);
        }
    }

    private void write() {
        while (true) {
            List<Waiting> batch;
            synchronized (queueLock) {
                while (queue.isEmpty() && !closed) {
                    try {
                        queueLock.wait();
                    } catch (InterruptedException e) {
                        closed = true;
                    }
                }
                if (queue.isEmpty()) {
                    return;
                }
                batch = queue;
                queue = new ArrayList<>();
            }
            try {
                List<Entry> entries = batch.stream().map(Waiting::entry).toList();
                JournalFile.append(channel, entries);
                synchronized (index) {
                    entries.forEach(index::put);
                }
                batch.forEach(waiting -> waiting.durable().complete(null));
            } catch (IOException e) {
                // What stands on disk is unknown now, so nothing more is promised until a restart has read it.
                synchronized (queueLock) {
                    closed = true;
                    batch.addAll(queue);
                    queue = new ArrayList<>();
                }
                batch.forEach(waiting -> waiting.durable().completeExceptionally(e));
            }
        }
    }

    /** Writes what waits, then closes the file. */
    @Override
    public void close() {
        synchronized (queueLock) {
            closed = true;
            queueLock.notifyAll();
        }
        try {
            writer.join();
            channel.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new JournalBroken("the journal cannot be closed", e);
        }
    }
}
