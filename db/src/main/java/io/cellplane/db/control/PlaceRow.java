package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/** A host that an attempt of an operation has claimed: where a repair must look, also after the claim is gone. */
@MappedEntity("operation_places")
public record PlaceRow(@Id UUID operation, int attempt, String cell, String host) {}
