package io.cellplane.db.cell;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/** A server that has a host, as far as the host's readers want it. */
@MappedEntity("instances")
public record GuestRow(@Id UUID uuid, String host, String displayName) {}
