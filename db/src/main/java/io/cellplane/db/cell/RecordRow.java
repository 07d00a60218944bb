package io.cellplane.db.cell;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A server's record as far as it is compared with what others know of it.
 *
 * @param flavor as JSON of a FlavorSpec
 * @param networkInfo as JSON list of BoundPort
 */
@MappedEntity("instances")
public record RecordRow(
        @Id UUID uuid,
        long generation,
        @Nullable String moveState,
        String vmState,
        @Nullable String taskState,
        @Nullable String host,
        @Nullable String flavor,
        @Nullable String networkInfo) {}
