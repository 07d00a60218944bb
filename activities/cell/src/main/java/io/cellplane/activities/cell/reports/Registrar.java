package io.cellplane.activities.cell.reports;

import io.cellplane.contracts.host.Inventory;
import io.cellplane.db.api.ApiDatabase;
import io.cellplane.db.api.HostMappingRow;
import io.cellplane.db.api.HostStateRow;
import io.cellplane.db.api.InventoryRow;
import io.cellplane.db.cell.CellDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what a host is and has: to its cell for readers, to the API database for placement. */
final class Registrar {
    private static final Logger LOG = LoggerFactory.getLogger(Registrar.class);
    private static final String COMPUTE = "nova-compute";

    private final ApiDatabase api;
    private final CellDatabase cell;
    private final ReportSettings settings;

    Registrar(ApiDatabase api, CellDatabase cell, ReportSettings settings) {
        this.api = api;
        this.cell = cell;
        this.settings = settings;
    }

    /** @return false when the host's name belongs to another cell, or to another host: then nothing is written */
    boolean register(String host, Inventory inventory) {
        Instant now = api.clock().instant();
        api.hostMappings().add(host, cell.cell(), inventory.hostUuid(), now);
        HostMappingRow mapping = api.hostMappings().find(host).orElseThrow();
        if (!mapping.cell().equals(cell.cell()) || !mapping.hostUuid().equals(inventory.hostUuid())) {
            LOG.error(
                    "refused host {} of cell {}: the name belongs to host {} of cell {}",
                    host,
                    cell.cell(),
                    mapping.hostUuid(),
                    mapping.cell());
            return false;
        }
        UUID service = UUID.nameUUIDFromBytes(("service " + inventory.hostUuid()).getBytes(StandardCharsets.UTF_8));
        cell.database().run(() -> {
            cell.services().put(service, host, COMPUTE, HostStateRow.UP, now);
            cell.computeNodes()
                    .put(
                            inventory.hostUuid(),
                            host,
                            inventory.hypervisorHostname(),
                            inventory.hypervisorType(),
                            inventory.hypervisorVersion(),
                            inventory.hostIp(),
                            inventory.vcpus(),
                            inventory.memoryMb(),
                            inventory.diskGb(),
                            inventory.cpuInfo(),
                            inventory.bootId(),
                            now);
        });
        api.database().run(() -> {
            api.hostStates().add(host, cell.cell(), service, HostStateRow.UP, now);
            api.providers().add(inventory.hostUuid(), inventory.hypervisorHostname(), host, cell.cell(), now);
            api.providers().lock(inventory.hostUuid());
            offer(inventory.hostUuid(), InventoryRow.VCPU, inventory.vcpus(), 0, settings.cpuRatio());
            offer(
                    inventory.hostUuid(),
                    InventoryRow.MEMORY_MB,
                    inventory.memoryMb(),
                    settings.reservedMemoryMb(),
                    settings.ramRatio());
            offer(
                    inventory.hostUuid(),
                    InventoryRow.DISK_GB,
                    inventory.diskGb(),
                    settings.reservedDiskGb(),
                    settings.diskRatio());
            api.providers().bump(inventory.hostUuid());
        });
        return true;
    }

    private void offer(UUID provider, String resourceClass, int total, int reserved, double ratio) {
        api.inventories().put(provider, resourceClass, total, Math.min(reserved, total), ratio);
    }
}
