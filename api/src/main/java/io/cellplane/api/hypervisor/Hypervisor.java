package io.cellplane.api.hypervisor;

import io.cellplane.db.cell.ComputeNodeRow;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.control.HostViewRow;
import io.cellplane.db.control.InventoryRow;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A hypervisor with what it has and what is used of it.
 *
 * @param node null while its cell has not been heard
 * @param classes by resource class
 * @param servers how many hold something on it
 */
record Hypervisor(
        UUID uuid,
        String name,
        HostStateRow host,
        @Nullable ComputeNodeRow node,
        Map<String, HostViewRow> classes,
        int servers) {

    /** MiB, GiB or threads. */
    record Amount(long total, long used, long reserved) {
        /** Overcommitted hosts show less than nothing, as they do in Nova. */
        long free() {
            return total - used - reserved;
        }
    }

    Amount vcpus() {
        return amount(InventoryRow.VCPU);
    }

    Amount memory() {
        return amount(InventoryRow.MEMORY_MB);
    }

    Amount disk() {
        return amount(InventoryRow.DISK_GB);
    }

    private Amount amount(String resourceClass) {
        HostViewRow row = classes.get(resourceClass);
        return row == null ? new Amount(0, 0, 0) : new Amount(row.total(), row.used(), row.reserved());
    }

    boolean isUp() {
        return host.up();
    }
}
