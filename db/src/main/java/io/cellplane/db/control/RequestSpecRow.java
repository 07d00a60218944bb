package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** What a server was asked for, kept as long as it lives: moves and down cells read it (JSON of a RequestedServer). */
@MappedEntity("request_specs")
public record RequestSpecRow(@Id UUID uuid, String spec, Instant createdAt) {}
