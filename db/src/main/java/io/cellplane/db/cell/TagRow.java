package io.cellplane.db.cell;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/** A tag on a server. */
@MappedEntity("tags")
public record TagRow(@Id UUID resourceId, String tag) {}
