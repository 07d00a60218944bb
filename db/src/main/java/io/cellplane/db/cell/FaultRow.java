package io.cellplane.db.cell;

import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Why a server is in ERROR; the newest is shown. */
@MappedEntity("instance_faults")
public record FaultRow(
        @Id @GeneratedValue @Nullable Long id,
        UUID instanceUuid,
        int code,
        String message,
        @Nullable String details,
        @Nullable String host,
        Instant createdAt) {}
