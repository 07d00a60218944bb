package io.cellplane.db.lists;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which servers, in which order, how many.
 *
 * @param project null: of all projects
 * @param marker the last server of the page before
 * @param limit at least 1
 */
public record ServerQuery(
        @Nullable String project,
        List<Condition> where,
        Order order,
        @Nullable UUID marker,
        int limit) {}
