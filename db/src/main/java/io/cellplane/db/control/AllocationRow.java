package io.cellplane.db.control;

import io.cellplane.contracts.server.FlavorSpec;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What a consumer (a server, an operation or a debt) holds on a provider, for a server. */
@MappedEntity("allocations")
public record AllocationRow(
        @Id UUID consumer, UUID provider, String resourceClass, int used, String consumerType, UUID server) {
    public static final String SERVER = "server";
    public static final String OPERATION = "operation";
    public static final String DEBT = "debt";

    /** What a server of that flavor takes on a host, by resource class. */
    public static Map<String, Integer> resources(FlavorSpec flavor) {
        return Map.of(
                InventoryRow.VCPU,
                flavor.vcpus(),
                InventoryRow.MEMORY_MB,
                flavor.memoryMb(),
                InventoryRow.DISK_GB,
                flavor.diskGb());
    }

    /** What a consumer holds there for a server; nothing of what is not used at all. */
    public static List<AllocationRow> of(
            UUID consumer, String type, UUID server, UUID provider, Map<String, Integer> resources) {
        return resources.entrySet().stream()
                .filter(ask -> ask.getValue() > 0)
                .map(ask -> new AllocationRow(consumer, provider, ask.getKey(), ask.getValue(), type, server))
                .toList();
    }
}
