package io.cellplane.db.cell;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/** A server's secret, encrypted, from landing until it is active. */
@MappedEntity("server_secrets")
@SuppressWarnings("ArrayRecordComponent") // never compared, only stored and read
public record SecretRow(@Id UUID instanceUuid, String name, byte[] value) {}
