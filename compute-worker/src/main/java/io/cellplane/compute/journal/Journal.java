package io.cellplane.compute.journal;

import io.cellplane.contracts.metric.Metric;
import io.micrometer.core.instrument.Metrics;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this host was told and what became of it. An entry is on disk before {@link #append} returns and before anyone
 * can find it; entries that come at once share one write and one fsync.
 */
public final class Journal implements AutoCloseable {
    /** Longer than any operation that may still ask. */
    public static final Duration KEPT = Duration.ofDays(60);

    /** Clocks of a cloud differ by less. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    private final JournalIndex index = new JournalIndex();
    private final @Nullable Instant lastDamage;
    private final FileChannel channel;
    private final Thread writer;
    private final CompletableFuture<Throwable> broken = new CompletableFuture<>();
    private final Object queueLock = new Object();
    private List<Waiting> queue = new ArrayList<>();
    private boolean closed;

    private record Waiting(Entry entry, CompletableFuture<Void> durable) {}

    /**
     * Reads the journal, drops what is old, and goes on writing it. Damaged lines are kept aside, in a file whose name
     * ends in {@code .damaged}.
     *
     * @param servers that have something here: the newest numbers of these are never forgotten
     * @throws JournalBroken when it is of a newer version or cannot be written
     */
    public static Journal open(Path path, Instant now, Set<UUID> servers) {
        try {
            return new Journal(path, now, servers);
        } catch (IOException e) {
            throw new JournalBroken("the journal " + path + " cannot be opened", e);
        }
    }

    private Journal(Path path, Instant now, Set<UUID> servers) throws IOException {
        LineFile<Entry> file = new LineFile<>(path, Entry.class);
        LineFile.Content<Entry> found = file.read(now);
        found.lines().forEach(entry -> index.put(understood(entry, path)));
        lastDamage = keepAside(path, found.damaged(), now);
        index.dropBefore(now.minus(KEPT), servers);
        List<Entry> kept = new ArrayList<>(index.fences());
        kept.addAll(index.entries());
        if (kept.size() < found.lines().size() + found.damaged().size()) {
            file.rewrite(kept);
        }
        channel = file.open();
        // A thread of its own: an interrupt in a writing thread would close the file for everybody.
        writer = Thread.ofPlatform().daemon().name("journal").start(this::write);
    }

    @SuppressWarnings("ConstantValue") // a newer process may have written a state that is unknown here
    private static Entry understood(Entry entry, Path path) {
        if (entry.key() != null && entry.state() != null && entry.server() != null && entry.at() != null) {
            return entry;
        }
        throw new JournalBroken("the journal " + path + " is of a newer version", null);
    }

    /** On disk before the journal is written without them. Returns when damage was found last, now or at a start before. */
    private static @Nullable Instant keepAside(Path path, List<Damaged> damaged, Instant now) throws IOException {
        Path aside = path.resolveSibling(path.getFileName() + ".damaged");
        LineFile<Damaged> file = new LineFile<>(aside, Damaged.class);
        LineFile.Content<Damaged> before = file.read(now);
        List<Damaged> all = new ArrayList<>(before.lines());
        all.addAll(before.damaged());
        all.addAll(damaged);
        if (all.size() > before.lines().size()) {
            file.rewrite(all);
        }
        for (Damaged line : damaged) {
            LOG.error(
                    "{} bytes at offset {} of {} are damaged, and kept aside in {}",
                    line.line().length(),
                    line.offset(),
                    path,
                    aside);
        }
        Metrics.counter(Metric.JOURNAL_DAMAGED_LINES.id()).increment(damaged.size());
        return all.stream().map(Damaged::found).max(Comparator.naturalOrder()).orElse(null);
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

    /** What was told last of the server, by its numbers. */
    public Newest newest(UUID server) {
        synchronized (index) {
            return index.newest(server);
        }
    }

    /**
     * Whether a line of that operation may have been among the damaged ones: those were written before they were found, and
     * the operation is not younger. Its id, of version 7, says when it was minted; of another id nothing is known.
     */
    public boolean mayHaveLost(UUID operation) {
        if (lastDamage == null) {
            return false;
        }
        Instant minted = Instant.ofEpochMilli(operation.getMostSignificantBits() >>> 16);
        return operation.version() != 7 || minted.isBefore(lastDamage.plus(SKEW));
    }

    /** Runs that, with the cause, once the journal cannot be written any more: it will promise nothing until it is opened anew. */
    public void whenBroken(Consumer<Throwable> then) {
        var _ = broken.thenAcceptAsync(then);
    }

    private void write() {
        List<Waiting> batch = List.of();
        try {
            for (batch = next(); !batch.isEmpty(); batch = next()) {
                List<Entry> entries = batch.stream().map(Waiting::entry).toList();
                LineFile.append(channel, entries);
                synchronized (index) {
                    entries.forEach(index::put);
                }
                batch.forEach(waiting -> waiting.durable().complete(null));
            }
        } catch (IOException | InterruptedException e) {
            // What stands on disk is unknown now, so nothing more is promised until a restart has read it.
            List<Waiting> lost = new ArrayList<>(batch);
            synchronized (queueLock) {
                closed = true;
                lost.addAll(queue);
                queue = new ArrayList<>();
            }
            lost.forEach(waiting -> waiting.durable().completeExceptionally(e));
            broken.complete(e);
        }
    }

    /** What waits, at least one; none when the journal is closed. */
    private List<Waiting> next() throws InterruptedException {
        synchronized (queueLock) {
            while (queue.isEmpty() && !closed) {
                queueLock.wait();
            }
            List<Waiting> batch = queue;
            queue = new ArrayList<>();
            return batch;
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
