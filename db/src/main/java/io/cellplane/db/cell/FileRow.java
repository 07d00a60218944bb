package io.cellplane.db.cell;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/**
 * A file that was asked for with a server.
 *
 * @param contents base64
 */
@MappedEntity("server_files")
public record FileRow(@Id UUID instanceUuid, String path, String contents) {}
