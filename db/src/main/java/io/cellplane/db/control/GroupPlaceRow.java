package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/** A host on which a member of a group holds something: one that moves, on both. */
@MappedEntity("server_group_members")
public record GroupPlaceRow(@Id UUID server, UUID provider, boolean forced) {}
