package io.cellplane.db.cell;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** A server's network cards, as last known (JSON list of BoundPort). */
@MappedEntity("instance_info_caches")
public record InfoCacheRow(@Id UUID instanceUuid, String networkInfo, Instant updatedAt) {}
