package io.cellplane.db.purge;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/** The id of something that is over. */
@MappedEntity("operations")
record OverRow(@Id UUID id) {}
