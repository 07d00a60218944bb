package io.cellplane.db.lists;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which servers, in which order, how many.
 *
 * @param project null: of all projects
 * @param marker the last server of the page before
 * @param after where the marker stands in the order, when that is known; else it is looked up
 * @param limit at least 1
 */
public record ServerQuery(
        @Nullable String project,
        List<Condition> where,
        Order order,
        @Nullable UUID marker,
        Optional<Order.Position> after,
        int limit) {
    public ServerQuery(@Nullable String project, List<Condition> where, Order order, @Nullable UUID marker, int limit) {
        this(project, where, order, marker, Optional.empty(), limit);
    }

    /** Whether servers that are deleted are wanted too. */
    boolean isOfDeletedToo() {
        return !where.contains(new Condition.Deleted(false));
    }
}
