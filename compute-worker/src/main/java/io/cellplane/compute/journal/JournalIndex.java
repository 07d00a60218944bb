package io.cellplane.compute.journal;

import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The journal in memory: the last word on each step, and what follows from all of them. Not safe for threads. */
final class JournalIndex {
    private final Map<StepKey, Entry> entries = new LinkedHashMap<>();
    private final Map<UUID, Entry> fences = new LinkedHashMap<>();
    private final Map<UUID, Newest> newest = new LinkedHashMap<>();

    void put(Entry entry) {
        if (entry.key().fences()) {
            fences.putIfAbsent(entry.key().operation(), entry);
            return;
        }
        Entry before = entries.get(entry.key());
        if (before != null && before.state().undo() && !entry.state().undo()) {
            return;
        }
        entries.put(entry.key(), entry);
        newest.merge(entry.server(), Newest.of(entry), Newest::and);
    }

    @Nullable Entry find(StepKey key) {
        return entries.get(key);
    }

    boolean fenced(UUID operation) {
        return fences.containsKey(operation);
    }

    Newest newest(UUID server) {
        return newest.getOrDefault(server, Newest.NONE);
    }

    /** Drops closed entries before that time; never open ones, nor the newest of these servers. */
    void dropBefore(Instant time, Set<UUID> servers) {
        fences.values().removeIf(fence -> fence.at().isBefore(time));
        Iterator<Entry> all = entries.values().iterator();
        while (all.hasNext()) {
            Entry entry = all.next();
            boolean newestOfServer =
                    servers.contains(entry.server()) && newest(entry.server()).isFrom(entry);
            if (!entry.state().open() && entry.at().isBefore(time) && !newestOfServer) {
                all.remove();
            }
        }
    }

    Collection<Entry> entries() {
        return entries.values();
    }

    Collection<Entry> fences() {
        return fences.values();
    }
}
