package io.cellplane.activities.control.placement;

import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.api.InventoryRow;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a server wants of a host.
 *
 * @param host only this one; {@code forced}: whatever the filters say, if only it has room
 * @param cell only hosts of this cell
 */
record Wanted(
        Map<String, Integer> resources,
        @Nullable String zone,
        @Nullable String host,
        boolean forced,
        @Nullable String cell,
        List<String> tried) {

    static Wanted of(RequestedServer server, @Nullable String cell, List<String> tried) {
        FlavorSpec flavor = server.flavor();
        return new Wanted(
                Map.of(
                        InventoryRow.VCPU,
                        flavor.vcpus(),
                        InventoryRow.MEMORY_MB,
                        flavor.memoryMb(),
                        InventoryRow.DISK_GB,
                        flavor.diskGb()),
                server.availabilityZone(),
                server.requestedHost(),
                server.forcedHost(),
                cell,
                tried);
    }
}
