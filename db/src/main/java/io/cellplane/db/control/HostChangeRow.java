package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/** A number that grows whenever something changes that placement reads of a host: a row of a join, not a table. */
@MappedEntity("host_changes")
public record HostChangeRow(@Id UUID uuid, long sequence) {}
