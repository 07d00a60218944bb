package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A host aggregate. */
@MappedEntity("aggregates")
public record AggregateRow(
        @Id int id,
        UUID uuid,
        String name,
        Instant createdAt,
        @Nullable Instant updatedAt) {
    /** The metadata key that makes an aggregate an availability zone. */
    public static final String ZONE = "availability_zone";
}
