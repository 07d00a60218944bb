package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** A server whose addresses the network service is to be asked for again. */
@MappedEntity("network_changes")
public record NetworkChangeRow(@Id UUID server, Instant askedAt) {}
