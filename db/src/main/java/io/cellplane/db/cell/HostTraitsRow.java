package io.cellplane.db.cell;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/**
 * What a host says that its guests can have: a part of a row, not a table.
 *
 * @param traits a JSON list of names
 */
@MappedEntity("host_traits")
public record HostTraitsRow(@Id String host, String traits) {}
