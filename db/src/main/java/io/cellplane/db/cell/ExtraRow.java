package io.cellplane.db.cell;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a server was made from, kept beside it.
 *
 * @param imageProperties null where they are not known
 */
@MappedEntity("instance_extra")
public record ExtraRow(
        @Id UUID instanceUuid,
        String flavor,
        @Nullable String keypairs,
        String securityGroups,
        @Nullable String schedulerHints,
        @Nullable String imageProperties) {}
