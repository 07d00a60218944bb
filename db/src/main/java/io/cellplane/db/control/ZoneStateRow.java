package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** An availability zone with hosts: a row of a join, not a table. */
@MappedEntity("zone_states")
public record ZoneStateRow(@Id String zone, boolean available) {}
