package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** A project that may use a flavor that is not public. */
@MappedEntity("flavor_projects")
public record FlavorProjectRow(@Id int flavorId, String projectId) {}
