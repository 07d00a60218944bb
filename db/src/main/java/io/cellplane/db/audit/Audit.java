package io.cellplane.db.audit;

import com.fasterxml.jackson.core.type.TypeReference;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.Json;
import io.cellplane.db.api.AllocationRow;
import io.cellplane.db.api.ApiDatabase;
import io.cellplane.db.api.InventoryRow;
import io.cellplane.db.api.LaneRow;
import io.cellplane.db.api.MappingRow;
import io.cellplane.db.api.OperationRow;
import io.cellplane.db.api.ProviderRow;
import io.cellplane.db.api.QuotaClaimRow;
import io.cellplane.db.api.QuotaUsageRow;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ExtraRow;
import io.cellplane.db.cell.InfoCacheRow;
import io.cellplane.db.cell.ServerRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks I1 to I4 and I7 over all databases: one authoritative copy per server, every operation in its time, allocations,
 * ports and quota exactly those of what lives. Reads only. While operations run it leaves their servers out.
 */
public final class Audit {
    private final ApiDatabase api;
    private final CellDatabases cells;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<UUID> busy = new HashSet<>();
    private final Map<UUID, String> cellOf = new HashMap<>();

    private Audit(ApiDatabase api, CellDatabases cells) {
        this.api = api;
        this.cells = cells;
    }

    /** @param ports every port that the network service holds for a server of ours */
    public static List<Finding> run(ApiDatabase api, CellDatabases cells, List<HeldPort> ports) {
        Audit audit = new Audit(api, cells);
        List<OperationRow> open = api.operations().open();
        open.forEach(row -> audit.busy.add(row.server()));
        audit.operations(open);
        Map<UUID, MappingRow> mappings = new HashMap<>();
        api.mappings().live().forEach(row -> mappings.put(row.uuid(), row));
        Map<UUID, ServerRow> servers = audit.copies(mappings);
        audit.allocations(servers);
        audit.ports(servers, ports);
        audit.quota(mappings.keySet(), servers);
        return List.copyOf(audit.findings);
    }

    private void operations(List<OperationRow> open) {
        open.stream()
                .filter(row -> row.deadline().isBefore(api.clock().instant()))
                .forEach(row -> find("I2", "operation " + row.kind() + " " + row.id() + " is overdue", row.server()));
        open.forEach(row -> {
            LaneRow lane = api.lanes().find(row.server()).orElse(null);
            boolean known =
                    lane != null && (row.id().equals(lane.life()) || row.id().equals(lane.next()));
            if (!known && stillOpen(row)) {
                find("I2", "operation " + row.kind() + " " + row.id() + " is open and in no lane", row.server());
            } else if (lane != null && row.id().equals(lane.next()) && !isOpen(lane.life()) && stillWaiting(row)) {
                find("I2", "operation " + row.kind() + " " + row.id() + " waits for nothing", row.server());
            }
        });
    }

    private boolean stillOpen(OperationRow row) {
        return isOpen(row.id());
    }

    private boolean stillWaiting(OperationRow row) {
        return api.operations()
                .find(row.id())
                .filter(now -> now.state().equals("waiting"))
                .isPresent();
    }

    private boolean isOpen(@Nullable UUID operation) {
        return operation != null
                && api.operations()
                        .find(operation)
                        .filter(now -> !now.state().equals("closed"))
                        .isPresent();
    }

    /** @return the authoritative copy of each server that has one */
    private Map<UUID, ServerRow> copies(Map<UUID, MappingRow> mappings) {
        Map<UUID, ServerRow> authoritative = new HashMap<>();
        for (String name : cells.names()) {
            for (ServerRow row : cells.steps(name).servers().live()) {
                MappingRow mapping = mappings.get(row.uuid());
                if (mapping == null) {
                    find("I1", "cell " + name + " has a record that no mapping names", row.uuid());
                } else if (Objects.equals(mapping.cell(), name) && mapping.generation() == row.generation()) {
                    authoritative.put(row.uuid(), row);
                    cellOf.put(row.uuid(), name);
                } else if (row.moveState() == null) {
                    find(
                            "I1",
                            "cell " + name + " has a copy that would take writes; the server is in " + mapping.cell()
                                    + " at generation " + mapping.generation(),
                            row.uuid());
                }
            }
        }
        mappings.values().stream()
                .filter(mapping -> mapping.cell() != null && !authoritative.containsKey(mapping.uuid()))
                .forEach(mapping -> find("I1", "cell " + mapping.cell() + " has no record of it", mapping.uuid()));
        mappings.values().stream()
                .filter(mapping -> mapping.cell() == null)
                .forEach(mapping -> find("I1", "it is in no cell and nothing is building it", mapping.uuid()));
        return authoritative;
    }

    private void allocations(Map<UUID, ServerRow> servers) {
        Map<UUID, ProviderRow> providers =
                api.providers().all().stream().collect(Collectors.toMap(ProviderRow::uuid, row -> row));
        Map<UUID, Map<String, Integer>> held = new HashMap<>();
        for (AllocationRow row : api.allocations().all()) {
            ServerRow server = servers.get(row.server());
            ProviderRow provider = providers.get(row.provider());
            if (server == null || server.host() == null) {
                find("I3", "an allocation of " + row.resourceClass() + " is held for nothing", row.server());
            } else if (provider == null || !provider.host().equals(server.host())) {
                find("I3", "an allocation is on another host than the server", row.server());
            }
            held.computeIfAbsent(row.server(), uuid -> new HashMap<>())
                    .merge(row.resourceClass(), row.used(), Integer::sum);
        }
        for (String name : cells.names()) {
            CellDatabase cell = cells.steps(name);
            servers.values().stream()
                    .filter(row -> row.host() != null && name.equals(cellOf.get(row.uuid())))
                    .forEach(row ->
                            expect(row, cell.extras().find(row.uuid()), held.getOrDefault(row.uuid(), Map.of())));
        }
    }

    private void expect(ServerRow server, Optional<ExtraRow> extra, Map<String, Integer> held) {
        Map<String, Integer> due = new HashMap<>();
        extra.map(row -> Json.read(row.flavor(), FlavorSpec.class)).ifPresent(flavor -> {
            due.put(InventoryRow.VCPU, flavor.vcpus());
            due.put(InventoryRow.MEMORY_MB, flavor.memoryMb());
            due.put(InventoryRow.DISK_GB, flavor.diskGb());
        });
        due.values().removeIf(amount -> amount == 0);
        if (!due.equals(held)) {
            find("I3", "it holds " + held + " and should hold " + due, server.uuid());
        }
    }

    private void ports(Map<UUID, ServerRow> servers, List<HeldPort> ports) {
        Map<UUID, Set<String>> held = new HashMap<>();
        ports.forEach(port ->
                held.computeIfAbsent(port.server(), uuid -> new HashSet<>()).add(port.id()));
        held.forEach((server, ids) -> {
            ServerRow row = servers.get(server);
            if (row == null) {
                find("I4", "ports " + ids + " are held for nothing", server);
            }
        });
        for (String name : cells.names()) {
            List<UUID> here = servers.values().stream()
                    .filter(row -> name.equals(cellOf.get(row.uuid())))
                    .map(ServerRow::uuid)
                    .toList();
            if (here.isEmpty()) {
                continue;
            }
            Map<UUID, InfoCacheRow> caches = new HashMap<>();
            cells.steps(name).infoCaches().findAll(here).forEach(row -> caches.put(row.instanceUuid(), row));
            for (UUID server : here) {
                InfoCacheRow cache = caches.get(server);
                Set<String> known = cache == null ? Set.of() : portsIn(cache);
                Set<String> there = held.getOrDefault(server, Set.of());
                if (!known.equals(there)) {
                    find("I4", "its record names ports " + known + ", the network service holds " + there, server);
                }
            }
        }
    }

    private static Set<String> portsIn(InfoCacheRow cache) {
        return Json.read(cache.networkInfo(), new TypeReference<List<BoundPort>>() {}).stream()
                .map(port -> port.portId().toString())
                .collect(Collectors.toSet());
    }

    private void quota(Set<UUID> live, Map<UUID, ServerRow> servers) {
        Map<String, int[]> sums = new HashMap<>();
        Set<UUID> claimed = new HashSet<>();
        for (QuotaClaimRow claim : api.quotaClaims().all()) {
            claimed.add(claim.consumer());
            int[] sum = sums.computeIfAbsent(claim.projectId(), project -> new int[3]);
            sum[0] += claim.instances();
            sum[1] += claim.cores();
            sum[2] += claim.ram();
            if (!live.contains(claim.consumer())) {
                find("I7", "quota is claimed for a server that is gone", claim.consumer());
            }
        }
        servers.keySet().stream()
                .filter(server -> !claimed.contains(server))
                .forEach(server -> find("I7", "it claims no quota", server));
        if (busy.isEmpty()) {
            Map<String, QuotaUsageRow> uses = new HashMap<>();
            sums.keySet().forEach(project -> uses.put(project, new QuotaUsageRow(project, 0, 0, 0)));
            api.quota().all().forEach(used -> uses.put(used.projectId(), used));
            uses.values().forEach(used -> {
                int[] sum = sums.getOrDefault(used.projectId(), new int[3]);
                if (used.instances() != sum[0] || used.cores() != sum[1] || used.ram() != sum[2]) {
                    find(
                            "I7",
                            "project " + used.projectId() + " is said to use " + used + ", its claims sum up to "
                                    + Arrays.toString(sum),
                            null);
                }
            });
        }
    }

    private void find(String invariant, String what, @Nullable UUID server) {
        if (server == null || !busy.contains(server) || invariant.equals("I2")) {
            findings.add(new Finding(invariant, what, server));
        }
    }
}
