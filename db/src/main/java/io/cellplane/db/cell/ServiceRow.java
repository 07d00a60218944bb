package io.cellplane.db.cell;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The agent of a host, as its cell knows it. */
@MappedEntity("services")
public record ServiceRow(
        @Id UUID uuid,
        String host,
        String binary,
        String state,
        @Nullable Instant lastSeenUp,
        Instant createdAt) {}
