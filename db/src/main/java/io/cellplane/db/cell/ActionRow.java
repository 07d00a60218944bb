package io.cellplane.db.cell;

import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One request on a server, found by (server, request id). */
@MappedEntity("instance_actions")
public record ActionRow(
        @Id @GeneratedValue @Nullable Long id,
        UUID instanceUuid,
        String action,
        String requestId,
        String userId,
        String projectId,
        Instant startTime,
        @Nullable Instant finishTime,
        Instant updatedAt,
        @Nullable String message) {}
