package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a server lives: the one truth of it, changed only by compare-and-set. */
@MappedEntity("instance_mappings")
public record MappingRow(
        @Id UUID uuid,
        @Nullable String cell,
        long generation,
        @Nullable UUID movedBy,
        String projectId,
        String userId,
        boolean queuedForDelete,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant deletedAt) {}
