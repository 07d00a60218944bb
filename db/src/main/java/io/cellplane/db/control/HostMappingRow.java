package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** Which cell a host belongs to; its name is unique over all cells. */
@MappedEntity("host_mappings")
public record HostMappingRow(@Id String host, String cell, UUID hostUuid, Instant createdAt) {}
