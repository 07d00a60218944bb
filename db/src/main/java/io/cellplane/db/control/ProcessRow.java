package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/**
 * A process of the control level.
 *
 * @param kind {@link #CONDUCTOR}
 * @param name as its configuration has it, one of its kind's
 */
@MappedEntity("processes")
public record ProcessRow(@Id String name, String kind, Instant lastSeenAt) {
    public static final String CONDUCTOR = "conductor";
}
