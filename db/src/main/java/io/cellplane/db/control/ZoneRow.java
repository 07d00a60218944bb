package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** The availability zone that an aggregate gives a host: a row of a join, not a table. */
@MappedEntity("zones")
public record ZoneRow(@Id String host, String zone) {}
