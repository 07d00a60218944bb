package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** One key of an aggregate's metadata. */
@MappedEntity("aggregate_metadata")
public record AggregateMetadataRow(@Id int aggregateId, String name, String value) {}
