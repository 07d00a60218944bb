package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A process of the control level.
 *
 * @param kind {@link #CONDUCTOR}, {@link #CELL_WORKER} or {@link #API}
 * @param name as its configuration has it, one of its kind's
 * @param build what it was built from; null from who does not say so
 */
@MappedEntity("processes")
public record ProcessRow(
        @Id String name,
        String kind,
        Instant lastSeenAt,
        @Nullable String build) {
    public static final String CONDUCTOR = "conductor";
    public static final String CELL_WORKER = "cell-worker";
    public static final String API = "api";
}
