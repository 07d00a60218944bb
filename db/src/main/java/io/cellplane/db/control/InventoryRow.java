package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/**
 * How much of one resource class a provider offers.
 *
 * @param reported what its host says that it has
 * @param approved what an operator has approved of it; what is beyond that and beyond the cell-worker's bound is not offered
 */
@MappedEntity("inventories")
public record InventoryRow(
        @Id UUID provider,
        String resourceClass,
        int total,
        int reserved,
        int minUnit,
        int maxUnit,
        int stepSize,
        double allocationRatio,
        int reported,
        int approved) {
    public static final String VCPU = "VCPU";
    public static final String MEMORY_MB = "MEMORY_MB";
    public static final String DISK_GB = "DISK_GB";
}
