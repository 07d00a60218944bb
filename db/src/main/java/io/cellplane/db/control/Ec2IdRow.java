package io.cellplane.db.control;

import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import org.jspecify.annotations.Nullable;

/**
 * The short number of something.
 *
 * @param id null before it is stored
 * @param name the id of a server, an image, a kernel or a ramdisk
 */
@MappedEntity("ec2_ids")
public record Ec2IdRow(@Id @GeneratedValue @Nullable Long id, String name) {}
