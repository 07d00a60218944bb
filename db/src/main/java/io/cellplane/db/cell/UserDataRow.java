package io.cellplane.db.cell;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/** What a server's user wrote for it to read, up to 64 KiB: apart, since few readers want it. */
@MappedEntity("instances")
public record UserDataRow(@Id UUID uuid, String userData) {}
