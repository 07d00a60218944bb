package io.cellplane.activities.control.placement;

import io.cellplane.db.control.HostQuery;
import io.cellplane.db.control.InventoryRow;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A server's hints as placement sees them: the servers that they name by the hosts on which they hold something. Nobody holds
 * them while it is placed: where they are is asked once.
 *
 * @param same null: it need not be beside any
 * @param query null: any host will do
 */
public record HintView(
        @Nullable Set<UUID> same,
        Set<UUID> different,
        @Nullable HostQuery query) {
    static final HintView NONE = new HintView(null, Set.of(), null);

    boolean isBeside(UUID provider) {
        return same == null || same.contains(provider);
    }

    boolean isAway(UUID provider) {
        return !different.contains(provider);
    }

    boolean isAsAsked(HostView host) {
        return query == null || query.passes(variable -> variable(host, variable));
    }

    /** By Nova's names; null for what is not known here. */
    private static @Nullable Object variable(HostView host, String name) {
        return switch (name) {
            case "host" -> host.host();
            case "uuid" -> host.provider().toString();
            case "vcpus_total" -> total(host, InventoryRow.VCPU);
            case "vcpus_used" -> used(host, InventoryRow.VCPU);
            case "total_usable_ram_mb" -> total(host, InventoryRow.MEMORY_MB);
            case "free_ram_mb" -> left(host, InventoryRow.MEMORY_MB);
            case "total_usable_disk_gb" -> total(host, InventoryRow.DISK_GB);
            case "free_disk_mb" -> 1024 * left(host, InventoryRow.DISK_GB);
            case "cpu_allocation_ratio" -> room(host, InventoryRow.VCPU).ratio();
            case "ram_allocation_ratio" -> room(host, InventoryRow.MEMORY_MB).ratio();
            case "disk_allocation_ratio" -> room(host, InventoryRow.DISK_GB).ratio();
            default -> null;
        };
    }

    private static HostView.Room room(HostView host, String resource) {
        return host.rooms().getOrDefault(resource, new HostView.Room(0, 0, 0, 1, 0));
    }

    private static int total(HostView host, String resource) {
        return room(host, resource).total();
    }

    private static long used(HostView host, String resource) {
        return room(host, resource).used();
    }

    /** Of what there is, whatever may be claimed beyond it. */
    private static long left(HostView host, String resource) {
        HostView.Room room = room(host, resource);
        return room.total() - room.reserved() - room.used();
    }
}
