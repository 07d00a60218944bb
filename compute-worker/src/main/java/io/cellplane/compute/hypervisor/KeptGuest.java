package io.cellplane.compute.hypervisor;

import io.cellplane.contracts.operation.Step;
import java.util.UUID;

/**
 * A guest that has left and is kept for the way back.
 *
 * @param by whose leaving it was
 * @param ran whether it ran
 * @param rootGb its root disk as the guest sees it
 * @param bytes of its root disk's data
 */
public record KeptGuest(UUID server, Step by, boolean ran, int rootGb, long bytes) {}
