package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** What a host offers to placement; its uuid is the compute node's. */
@MappedEntity("resource_providers")
public record ProviderRow(@Id UUID uuid, String name, String host, String cell, long generation, Instant createdAt) {}
