package io.cellplane.db.audit;

import java.util.UUID;

/**
 * An image that the image service holds for an operation of ours.
 *
 * @param server whose disk it carries
 */
public record HeldImage(String id, UUID operation, UUID server) {}
