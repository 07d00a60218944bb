package io.cellplane.activities.cell.reports;

import io.cellplane.contracts.host.HostDetails;
import io.cellplane.contracts.host.HostDetails.Offer;
import io.cellplane.contracts.host.Inventory;
import io.cellplane.db.Json;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.control.InventoryRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final Refusals refusals;
    private final Map<String, Inventory> written = new ConcurrentHashMap<>();

    Registrar(
            ApiDatabase api, String cell, Supplier<CellDatabase> database, ReportSettings settings, Refusals refusals) {
        this.api = api;
        this.cell = cell;
        this.database = database;
        this.settings = settings;
        this.refusals = refusals;
    }

    /** Of a host that may be heard. */
    void register(String host, Inventory inventory) {
        Inventory content = withoutSequence(inventory);
        if (content.equals(written.get(host))) {
            return;
        }
        if (!inventory.isSound()) {
            refusals.refuse(host, Refusals.Why.SIZE, "its inventory has sizes or texts that no host has");
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
                            named(host, inventory),
                            inventory.hypervisorType(),
                            inventory.hypervisorVersion(),
                            inventory.hostIp(),
                            inventory.vcpus(),
                            inventory.memoryMb(),
                            inventory.diskGb(),
                            inventory.cpuInfo(),
                            inventory.bootId(),
                            now);
            HostDetails details = inventory.details();
            known.computeNodes().describe(inventory.hostUuid(), details == null ? null : Json.write(details));
        });
        api.database().run(() -> {
            api.hostStates().add(host, cell, service, HostStateRow.UP, now);
            api.hostStates().builtFrom(host, inventory.build());
            provide(host, inventory, now);
            offer(host, inventory);
        });
        written.put(host, content);
    }

    /** Names of hypervisors are unique: a host may have its own and those below it, whatever it says. */
    private static String named(String host, Inventory inventory) {
        String said = inventory.hypervisorHostname();
        return said.equals(host) || said.startsWith(host + ".") ? said : host;
    }

    private void provide(String host, Inventory inventory, Instant now) {
        UUID provider = inventory.hostUuid();
        String name = named(host, inventory);
        if (!name.equals(inventory.hypervisorHostname())) {
            refusals.refuse(host, Refusals.Why.IDENTITY, "its hypervisor's name is not of its own");
        }
        api.providers().add(provider, name, host, cell, now);
        if (api.providers().find(provider).isEmpty()) {
            refusals.refuse(host, Refusals.Why.IDENTITY, "its hypervisor's name is another's");
            api.providers().add(provider, provider.toString(), host, cell, now);
        }
    }

    /** Every change of the provider makes all conductors read it again. */
    private void offer(String host, Inventory inventory) {
        UUID provider = inventory.hostUuid();
        List<InventoryRow> known = api.inventories().of(provider);
        if (known.containsAll(offers(inventory, known))) {
            return;
        }
        api.providers().lock(provider);
        List<InventoryRow> offers = offers(inventory, api.inventories().of(provider));
        offers.forEach(row -> api.inventories()
                .put(
                        provider,
                        row.resourceClass(),
                        row.reported(),
                        row.total(),
                        row.reserved(),
                        row.allocationRatio()));
        api.providers().bump(provider);
        if (offers.stream().anyMatch(row -> row.total() < row.reported())) {
            refusals.refuse(host, Refusals.Why.SIZE, "it has more than is believed: the rest waits for approval");
        }
    }

    /** A host may have less of itself offered than its cell would, and not more. */
    private List<InventoryRow> offers(Inventory inventory, List<InventoryRow> known) {
        ReportSettings.Believed believed = settings.believed();
        HostDetails details = inventory.details();
        Offer own = details == null ? null : details.offer();
        Offer less = own == null ? new Offer(0, 0, 0, 0, 0, 0) : own;
        return List.of(
                offered(
                        InventoryRow.VCPU,
                        known,
                        inventory,
                        inventory.vcpus(),
                        believed.vcpus(),
                        less.vcpus(),
                        ratio(settings.cpuRatio(), less.cpuRatio())),
                offered(
                        InventoryRow.MEMORY_MB,
                        known,
                        inventory,
                        inventory.memoryMb(),
                        believed.memoryMb(),
                        Math.max(settings.reservedMemoryMb(), less.memoryMb()),
                        ratio(settings.ramRatio(), less.ramRatio())),
                offered(
                        InventoryRow.DISK_GB,
                        known,
                        inventory,
                        inventory.diskGb(),
                        believed.diskGb(),
                        Math.max(settings.reservedDiskGb(), less.diskGb()),
                        ratio(settings.diskRatio(), less.diskRatio())));
    }

    private static double ratio(double most, double own) {
        return own == 0 ? most : Math.min(most, own);
    }

    private static InventoryRow offered(
            String resourceClass,
            List<InventoryRow> known,
            Inventory inventory,
            int reported,
            int believed,
            int reserved,
            double ratio) {
        int approved = known.stream()
                .filter(row -> row.resourceClass().equals(resourceClass))
                .mapToInt(InventoryRow::approved)
                .findFirst()
                .orElse(0);
        int total = Math.min(reported, Math.max(believed, approved));
        return new InventoryRow(
                inventory.hostUuid(),
                resourceClass,
                total,
                Math.min(reserved, total),
                1,
                total,
                1,
                ratio,
                reported,
                approved);
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
                said.cpuInfo(),
                said.details(),
                said.build());
    }

    /** Whoever is none of these was removed: it is written anew when it is heard again. */
    void forgetOthers(Set<String> known) {
        written.keySet().retainAll(known);
    }

    /** What was written may have been changed by another process meanwhile. */
    void takeOver() {
        written.clear();
    }
}
