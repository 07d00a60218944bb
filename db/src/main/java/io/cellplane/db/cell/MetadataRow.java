package io.cellplane.db.cell;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/** A pair that the user hung on a server. */
@MappedEntity("instance_metadata")
public record MetadataRow(@Id UUID instanceUuid, String name, String value) {}
