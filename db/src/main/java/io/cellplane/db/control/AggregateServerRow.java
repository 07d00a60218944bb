package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** How many servers a host holds: a row of a join, not a table. */
@MappedEntity("aggregate_servers")
public record AggregateServerRow(@Id String host, long servers) {}
