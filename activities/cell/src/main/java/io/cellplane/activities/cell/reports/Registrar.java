package io.cellplane.activities.cell.reports;

import io.cellplane.contracts.host.Inventory;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.control.InventoryRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Writes what a host is and has, where it changed: to its cell for readers, to the API database for placement. */
final class Registrar {
    private static final String COMPUTE = "nova-compute";

    private final ApiDatabase api;
    private final String cell;
    private final Supplier<CellDatabase> database;
    private final ReportSettings settings;
    private final Map<String, Inventory> written = new ConcurrentHashMap<>();

    Registrar(ApiDatabase api, String cell, Supplier<CellDatabase> database, ReportSettings settings) {
        this.api = api;
        this.cell = cell;
        this.database = database;
        this.settings = settings;
    }

    /** Of a host that may be heard. */
    void register(String host, Inventory inventory) {
        Inventory content = withoutSequence(inventory);
        if (content.equals(written.get(host))) {
            return;
        }
        Instant now = api.clock().instant();
        UUID service = UUID.nameUUIDFromBytes(("service " + inventory.hostUuid()).getBytes(StandardCharsets.UTF_8));
        String state = api.hostStates().find(host).map(HostStateRow::state).orElse(HostStateRow.UP);
        CellDatabase known = database.get();
        known.database().run(() -> {
            known.services().put(service, host, COMPUTE, state, now);
            known.computeNodes()
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
            api.hostStates().add(host, cell, service, HostStateRow.UP, now);
            api.providers().add(inventory.hostUuid(), inventory.hypervisorHostname(), host, cell, now);
            offer(inventory);
        });
        written.put(host, content);
    }

    /** Every change of the provider makes all conductors read it again. */
    private void offer(Inventory inventory) {
        UUID provider = inventory.hostUuid();
        List<InventoryRow> offers = offers(inventory);
        if (api.inventories().of(provider).containsAll(offers)) {
            return;
        }
        api.providers().lock(provider);
        offers.forEach(row -> api.inventories()
                .put(provider, row.resourceClass(), row.total(), row.reserved(), row.allocationRatio()));
        api.providers().bump(provider);
    }

    private List<InventoryRow> offers(Inventory inventory) {
        UUID provider = inventory.hostUuid();
        return List.of(
                offered(provider, InventoryRow.VCPU, inventory.vcpus(), 0, settings.cpuRatio()),
                offered(
                        provider,
                        InventoryRow.MEMORY_MB,
                        inventory.memoryMb(),
                        settings.reservedMemoryMb(),
                        settings.ramRatio()),
                offered(
                        provider,
                        InventoryRow.DISK_GB,
                        inventory.diskGb(),
                        settings.reservedDiskGb(),
                        settings.diskRatio()));
    }

    private static InventoryRow offered(UUID provider, String resourceClass, int total, int reserved, double ratio) {
        return new InventoryRow(provider, resourceClass, total, Math.min(reserved, total), 1, total, 1, ratio);
    }

    private static Inventory withoutSequence(Inventory said) {
        return new Inventory(
                said.host(),
                said.cell(),
                said.hostUuid(),
                said.bootId(),
                0,
                said.hypervisorHostname(),
                said.hypervisorType(),
                said.hypervisorVersion(),
                said.hostIp(),
                said.vcpus(),
                said.memoryMb(),
                said.diskGb(),
                said.cpuInfo());
    }

    /** What was written may have been changed by another process meanwhile. */
    void takeOver() {
        written.clear();
    }
}
