package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/** How much of one resource class a provider has. */
@MappedEntity("inventories")
public record InventoryRow(
        @Id UUID provider,
        String resourceClass,
        int total,
        int reserved,
        int minUnit,
        int maxUnit,
        int stepSize,
        double allocationRatio) {
    public static final String VCPU = "VCPU";
    public static final String MEMORY_MB = "MEMORY_MB";
    public static final String DISK_GB = "DISK_GB";
}
