package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** A host in an aggregate. */
@MappedEntity("aggregate_hosts")
public record AggregateHostRow(@Id int aggregateId, String host) {}
