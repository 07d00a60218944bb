package io.cellplane.db.cell;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** Who of several equal processes does what only one may do, and until when. */
@MappedEntity("leases")
public record LeaseRow(@Id String name, UUID holder, Instant until) {}
