package io.cellplane.db.cells;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where each of the control level's tables has a host: a row of a join, not a table. */
@MappedEntity("host_places")
record HostPlaceRow(
        @Id String host,
        String cell,
        UUID hostUuid,
        @Nullable String stateCell,
        @Nullable UUID provider,
        @Nullable String providerCell) {}
