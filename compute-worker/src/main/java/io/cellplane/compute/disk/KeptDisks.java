package io.cellplane.compute.disk;

import io.cellplane.contracts.operation.Step;
import java.util.UUID;

/**
 * A guest that has left, and what it takes to make it a guest again.
 *
 * @param by whose leaving it was; its operation is the name under which this is kept
 * @param incarnation whose disks are kept
 * @param ran whether it ran
 * @param rootGb its root disk as the guest sees it, in GiB, rounded up
 * @param guest the driver's own words of the guest; they are written as they are, so no secret belongs there
 */
public record KeptDisks(UUID server, Step by, UUID incarnation, boolean ran, int rootGb, String guest) {}
