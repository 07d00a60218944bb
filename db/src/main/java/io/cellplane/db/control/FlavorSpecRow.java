package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** One extra spec of a flavor. */
@MappedEntity("flavor_extra_specs")
public record FlavorSpecRow(@Id int flavorId, String name, String value) {}
