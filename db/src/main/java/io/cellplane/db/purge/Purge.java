package io.cellplane.db.purge;

import io.cellplane.db.CellDatabases;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.move.RecordErasure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes out what is over, a batch at a time. What a debt, or an operation that is open, still names stays: what is late
 * by more than {@code before} must not find that it was never done.
 */
public final class Purge {
    private static final UUID FIRST = new UUID(0, 0);

    private final ApiDatabase api;
    private final CellDatabases cells;
    private final ControlPurgeRows control;
    /** How far the steps of a cell have been looked through. */
    private final Map<String, UUID> seen = new ConcurrentHashMap<>();

    public Purge(ApiDatabase api, CellDatabases cells) {
        this.api = api;
        this.cells = cells;
        this.control = api.database().rows(ControlPurgeRows.class);
    }

    /** Closed operations, with their steps, places and migrations. @return how many went */
    public int operations(Instant before, int most) {
        List<UUID> over = ids(control.operations(before, most));
        if (!over.isEmpty()) {
            api.database().run(() -> {
                control.steps(over);
                control.places(over);
                control.data(over);
                control.migrations(over);
                control.close(over);
            });
        }
        return over.size();
    }

    /** What the control level knows of deleted servers. @return how many went */
    public int servers(Instant before, int most) {
        return forget(ids(control.servers(before, most)));
    }

    /** The same of a cell that is being deleted, whenever they were. @return how many went */
    public int serversOf(String cell, int most) {
        return forget(ids(control.serversOf(cell, most)));
    }

    private int forget(List<UUID> over) {
        if (!over.isEmpty()) {
            api.database().run(() -> {
                control.specs(over);
                control.buildRequests(over);
                control.lanes(over);
                control.ec2Ids(over);
                control.mappings(over);
            });
        }
        return over.size();
    }

    /** Records of deleted servers in a cell, with all that hangs from them. @return how many went */
    public int records(String cell, Instant before, int most) {
        CellDatabase database = cells.of(cell);
        List<UUID> over = ids(database.database().rows(CellPurgeRows.class).servers(before, most));
        RecordErasure erasure = new RecordErasure(database.database());
        over.forEach(server -> database.database().run(() -> erasure.erase(server)));
        return over.size();
    }

    /** Steps in a cell of operations that {@link #operations} has taken out. @return how many operations were looked at */
    public int steps(String cell, Instant before, int most) {
        CellPurgeRows rows = cells.of(cell).database().rows(CellPurgeRows.class);
        UUID youngest = new UUID(before.toEpochMilli() << 16, 0);
        List<UUID> found = ids(rows.operations(seen.getOrDefault(cell, FIRST), youngest, before, most));
        if (found.isEmpty()) {
            seen.remove(cell);
            return 0;
        }
        seen.put(cell, found.getLast());
        Set<UUID> known = new HashSet<>(ids(control.known(found)));
        List<UUID> over = new ArrayList<>(found);
        over.removeAll(known);
        if (!over.isEmpty()) {
            rows.steps(over, before);
        }
        return found.size();
    }

    private static List<UUID> ids(List<OverRow> rows) {
        return rows.stream().map(OverRow::id).toList();
    }
}
