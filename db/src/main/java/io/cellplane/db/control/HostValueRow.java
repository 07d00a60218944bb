package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** What an aggregate's metadata say of one of its hosts under some name: a row of a join, not a table. */
@MappedEntity("host_values")
public record HostValueRow(@Id String host, String value) {}
