package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/**
 * The short number of something.
 *
 * @param name the id of a server, an image, a kernel or a ramdisk
 */
@MappedEntity("ec2_ids")
public record Ec2IdRow(@Id long id, String name) {}
