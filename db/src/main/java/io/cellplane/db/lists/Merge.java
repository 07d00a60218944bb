package io.cellplane.db.lists;

import io.cellplane.db.CellAway;
import io.cellplane.db.TooSlow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The smallest of what its cursors have next; a cursor whose cell does not answer, or not in the time of its statements, drops out. */
final class Merge {
    private static final Logger LOG = LoggerFactory.getLogger(Merge.class);

    private final Order order;
    private final List<Cursor> cursors;
    private final Function<Cursor, Duration> waits;
    private final Set<String> away = new TreeSet<>();
    private final Set<String> slow = new TreeSet<>();

    Merge(Order order, List<Cursor> cursors, Function<Cursor, Duration> waits) {
        this.order = order;
        this.cursors = new ArrayList<>(cursors);
        this.waits = waits;
    }

    Set<String> away() {
        return away;
    }

    Set<String> slow() {
        return slow;
    }

    /** The next server in order, of whichever copy; null when there is none left. */
    @Nullable Listed next() {
        Cursor first = null;
        Listed least = null;
        for (Cursor cursor : List.copyOf(cursors)) {
            Listed head = head(cursor);
            if (head == null) {
                cursors.remove(cursor);
            } else if (least == null || order.compare(order.of(head.row()), order.of(least.row())) < 0) {
                first = cursor;
                least = head;
            }
        }
        return first == null ? null : first.take();
    }

    private @Nullable Listed head(Cursor cursor) {
        try {
            return cursor.peek(waits.apply(cursor));
        } catch (CellAway e) {
            LOG.warn("cell={} is left out of a list: {}", cursor.name(), e.getMessage());
            away.add(cursor.name());
            return null;
        } catch (TooSlow e) {
            LOG.warn("cell={} was too slow for a list: {}", cursor.name(), e.getMessage());
            slow.add(cursor.name());
            return null;
        }
    }
}
