package io.cellplane.activities.control.placement;

import java.util.Map;
import java.util.UUID;

/**
 * A host as placement sees it.
 *
 * @param enabled neither the host nor its cell is disabled
 * @param up reported alive and not forced down, in a cell that answers
 * @param unknown silent for a fault that is not its own, as when its bus is away, and not forced down
 * @param crossCellWeight how much it counts for, or below zero against, hosts of the cell in which a server is
 * @param rooms by resource class
 */
public record HostView(
        UUID provider,
        String host,
        String cell,
        long sequence,
        boolean enabled,
        boolean up,
        boolean unknown,
        String zone,
        double crossCellWeight,
        Map<String, Room> rooms) {
    /** As Nova's option has it: a cell of one's own is preferred over any other merit. */
    public static final double CROSS_CELL_WEIGHT = 1_000_000;

    /** @param used by allocations of all kinds */
    public record Room(int total, int reserved, int maxUnit, double ratio, long used) {

        public long capacity() {
            return (long) Math.floor((total - reserved) * ratio);
        }

        public long free() {
            return capacity() - used;
        }

        public boolean fits(int amount) {
            return amount == 0 || (amount <= maxUnit && amount <= free());
        }
    }

    HostView down() {
        return with(false);
    }

    /** As it will be once it is heard. */
    HostView heard() {
        return unknown ? with(true) : this;
    }

    private HostView with(boolean nowUp) {
        return new HostView(provider, host, cell, sequence, enabled, nowUp, unknown, zone, crossCellWeight, rooms);
    }

    public boolean fits(Map<String, Integer> resources) {
        return resources.entrySet().stream().allMatch(ask -> {
            Room room = rooms.get(ask.getKey());
            return ask.getValue() == 0 || (room != null && room.fits(ask.getValue()));
        });
    }

    public long free(String resourceClass) {
        Room room = rooms.get(resourceClass);
        return room == null ? 0 : room.free();
    }
}
