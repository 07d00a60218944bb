package io.cellplane.db.audit;

import com.fasterxml.jackson.core.type.TypeReference;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.db.CellAway;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.Json;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ExtraRow;
import io.cellplane.db.cell.InfoCacheRow;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.control.AllocationRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.DebtRow;
import io.cellplane.db.control.LaneRow;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.control.ProviderRow;
import io.cellplane.db.control.QuotaClaimRow;
import io.cellplane.db.control.QuotaUsageRow;
import java.time.Instant;
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
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks I1 to I4 and I7 over all databases and the hosts: one authoritative copy per server and its guest on its host
 * alone, every operation in its time, allocations, ports and quota exactly those of what lives. Reads only. Servers that
 * operations work on meanwhile are left out.
 */
public final class Audit {
    private final ApiDatabase api;
    private final CellDatabases cells;
    private final Instant began;
    private final List<String> reached = new ArrayList<>();
    private final List<NotAsked> notAsked = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Set<UUID> busy = new HashSet<>();
    private final Map<UUID, String> cellOf = new HashMap<>();
    private final Map<UUID, FlavorSpec> flavors = new HashMap<>();

    private Audit(ApiDatabase api, CellDatabases cells) {
        this.api = api;
        this.cells = cells;
        this.began = api.clock().instant();
    }

    /**
     * Of the records alone.
     *
     * @param ports every port that the network service holds for a server of ours
     * @throws io.cellplane.db.CellAway when a cell's database does not answer
     */
    public static List<Finding> run(ApiDatabase api, CellDatabases cells, List<HeldPort> ports) {
        AuditReport report = new Audit(api, cells).report(() -> ports, null);
        report.notAsked().stream().findFirst().ifPresent(away -> {
            throw new CellAway(away.cell(), new IllegalStateException("it was not read"));
        });
        return report.findings();
    }

    /**
     * Of records and hosts; who does not answer is named in the report. What is asked for is asked for while it runs.
     *
     * @param ports every port that the network service holds for a server of ours
     * @param hosts every mapped host with its guests
     */
    public static AuditReport run(
            ApiDatabase api, CellDatabases cells, Supplier<List<HeldPort>> ports, Supplier<List<HostGuests>> hosts) {
        return new Audit(api, cells).report(ports, hosts);
    }

    private AuditReport report(Supplier<List<HeldPort>> ports, @Nullable Supplier<List<HostGuests>> hosts) {
        List<OperationRow> open = api.operations().open();
        open.stream().filter(row -> !MoveAudit.waits(row)).forEach(row -> busy.add(row.server()));
        MoveAudit moves = new MoveAudit(api, open);
        operations(open);
        cells.names().forEach(this::reach);
        List<HostGuests> guests = hosts == null ? List.of() : hosts.get();
        Map<UUID, MappingRow> mappings = new HashMap<>();
        api.mappings().live().forEach(row -> mappings.put(row.uuid(), row));
        Map<UUID, ServerRow> servers = copies(mappings);
        trails();
        allocations(servers, moves);
        List<HeldPort> heldPorts = ports.get();
        ports(servers, heldPorts);
        bindings(servers, heldPorts);
        quota(mappings.keySet(), servers, moves);
        if (hosts != null) {
            GuestAudit.of(servers, cellOf, guests, api.debts().all()).forEach(this::find);
            KeptAudit.of(api, guests, open.stream().filter(MoveAudit::waits).toList())
                    .forEach(this::find);
        }
        guests.stream()
                .filter(host -> host.guests() == null)
                .forEach(host -> notAsked.add(new NotAsked(host.cell(), host.host())));
        Set<UUID> unseen = mappings.values().stream()
                .filter(row -> row.cell() != null && !reached.contains(row.cell()))
                .map(MappingRow::uuid)
                .collect(Collectors.toSet());
        return new AuditReport(
                findings.stream()
                        .filter(finding -> finding.invariant().equals("I2")
                                || (!unseen.contains(finding.server()) && !changed(finding.server())))
                        .toList(),
                List.copyOf(notAsked),
                (int) guests.stream().filter(host -> host.guests() != null).count());
    }

    private void reach(String cell) {
        try {
            cells.read(cell, database -> database.leases().find("reports"));
            reached.add(cell);
        } catch (CellAway e) {
            notAsked.add(new NotAsked(cell, null));
        }
    }

    /** What an operation did while the audit read is no finding. */
    private boolean changed(@Nullable UUID server) {
        return server != null
                && api.operations().of(server).stream()
                        .anyMatch(row -> (row.isOpen() && !MoveAudit.waits(row))
                                || !row.updatedAt().isBefore(began));
    }

    private void operations(List<OperationRow> open) {
        open.stream()
                .filter(row -> row.deadline().isBefore(api.clock().instant()))
                // The end of a window is no deadline, unless a confirm was tried then and could not be.
                .filter(row -> !MoveAudit.waits(row) || row.updatedAt().isAfter(row.deadline()))
                .forEach(row -> findOperation("operation " + row.kind() + " " + row.id() + " is overdue", row));
        open.forEach(row -> {
            LaneRow lane = api.lanes().find(row.server()).orElse(null);
            boolean known =
                    lane != null && (row.id().equals(lane.life()) || row.id().equals(lane.next()));
            if (!known && !MoveAudit.waits(row) && stillOpen(row)) {
                findOperation("operation " + row.kind() + " " + row.id() + " is open and in no lane", row);
            } else if (lane != null && row.id().equals(lane.next()) && !isOpen(lane.life()) && stillWaiting(row)) {
                findOperation("operation " + row.kind() + " " + row.id() + " waits for nothing", row);
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
        return operation != null && api.operations().isOpen(operation);
    }

    /** Operators read in the trail what is under way; a record that is owed goes with its trail. */
    private void trails() {
        reached.stream()
                .flatMap(cell -> cells.of(cell).events().withoutEnd().stream().filter(server -> !owed(server, cell)))
                .distinct()
                .forEach(server -> find(
                        "I9", "its trail names an event that is under way, and nothing is being done to it", server));
    }

    /** @return the authoritative copy of each server that has one */
    private Map<UUID, ServerRow> copies(Map<UUID, MappingRow> mappings) {
        Map<UUID, ServerRow> authoritative = new HashMap<>();
        for (String name : reached) {
            for (ServerRow row : cells.of(name).servers().live()) {
                MappingRow mapping = mappings.get(row.uuid());
                if (mapping == null) {
                    if (!owed(row.uuid(), name)) {
                        find("I1", "cell " + name + " has a record that no mapping names", row.uuid());
                    }
                } else if (Objects.equals(mapping.cell(), name) && mapping.generation() == row.generation()) {
                    authoritative.put(row.uuid(), row);
                    if (row.taskState() != null) {
                        find("I1", "it shows " + row.taskState() + ", and nothing is being done to it", row.uuid());
                    }
                    cellOf.put(row.uuid(), name);
                } else if (row.moveState() == null && !owed(row.uuid(), name)) {
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

    private boolean owed(UUID server, String cell) {
        return api.debts().of(server).stream()
                .anyMatch(debt -> debt.host() == null && debt.cell().equals(cell));
    }

    private void allocations(Map<UUID, ServerRow> servers, MoveAudit moves) {
        Map<UUID, ProviderRow> providers =
                api.providers().all().stream().collect(Collectors.toMap(ProviderRow::uuid, row -> row));
        Map<UUID, Map<String, Integer>> held = new HashMap<>();
        Set<UUID> debts = api.debts().all().stream().map(DebtRow::id).collect(Collectors.toSet());
        for (AllocationRow row : api.allocations().all()) {
            if (row.consumerType().equals(AllocationRow.DEBT)) {
                if (!debts.contains(row.consumer())) {
                    find("I3", "an allocation of " + row.resourceClass() + " is held for no debt", row.server());
                }
                continue;
            }
            if (row.consumerType().equals(AllocationRow.OPERATION)) {
                moves.holds(row);
                continue;
            }
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
        moves.findings().forEach(this::find);
        for (String name : reached) {
            CellDatabase cell = cells.of(name);
            servers.values().stream()
                    .filter(row -> row.host() != null && name.equals(cellOf.get(row.uuid())))
                    .forEach(row ->
                            expect(row, cell.extras().find(row.uuid()), held.getOrDefault(row.uuid(), Map.of())));
        }
    }

    private void expect(ServerRow server, Optional<ExtraRow> extra, Map<String, Integer> held) {
        Map<String, Integer> due = new HashMap<>();
        extra.map(row -> Json.read(row.flavor(), FlavorSpec.class)).ifPresent(flavor -> {
            flavors.put(server.uuid(), flavor);
            due.putAll(AllocationRow.resources(flavor));
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
        for (String name : reached) {
            List<UUID> here = servers.values().stream()
                    .filter(row -> name.equals(cellOf.get(row.uuid())))
                    .map(ServerRow::uuid)
                    .toList();
            if (here.isEmpty()) {
                continue;
            }
            Map<UUID, InfoCacheRow> caches = new HashMap<>();
            cells.of(name).infoCaches().findAll(here).forEach(row -> caches.put(row.instanceUuid(), row));
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

    /** A port is active where its server is, and bound beside only where something of the server is claimed. */
    private void bindings(Map<UUID, ServerRow> servers, List<HeldPort> ports) {
        Map<UUID, String> hosts =
                api.providers().all().stream().collect(Collectors.toMap(ProviderRow::uuid, ProviderRow::host));
        Map<UUID, Set<String>> claimed = new HashMap<>();
        api.allocations()
                .all()
                .forEach(row -> claimed.computeIfAbsent(row.server(), uuid -> new HashSet<>())
                        .add(hosts.getOrDefault(row.provider(), "")));
        for (HeldPort port : ports) {
            ServerRow row = servers.get(port.server());
            if (row == null || row.host() == null) {
                continue;
            }
            if (!port.host().equals(row.host())) {
                find("I4", "port " + port.id() + " is bound to '" + port.host() + "', not to its host", row.uuid());
            }
            Set<String> left = new HashSet<>(port.beside());
            left.removeAll(claimed.getOrDefault(row.uuid(), Set.of()));
            if (!left.isEmpty()) {
                find("I4", "port " + port.id() + " is bound beside to " + left + " for nothing", row.uuid());
            }
        }
    }

    private static Set<String> portsIn(InfoCacheRow cache) {
        return Json.read(cache.networkInfo(), new TypeReference<List<BoundPort>>() {}).stream()
                .map(port -> port.portId().toString())
                .collect(Collectors.toSet());
    }

    private void quota(Set<UUID> live, Map<UUID, ServerRow> servers, MoveAudit moves) {
        Map<String, int[]> sums = new HashMap<>();
        Set<UUID> claimed = new HashSet<>();
        for (QuotaClaimRow claim : api.quotaClaims().all()) {
            claimed.add(claim.consumer());
            int[] sum = sums.computeIfAbsent(claim.projectId(), project -> new int[3]);
            sum[0] += claim.instances();
            sum[1] += claim.cores();
            sum[2] += claim.ram();
            if (moves.owns(claim)) {
                continue;
            }
            if (!live.contains(claim.consumer())) {
                find("I7", "quota is claimed for a server that is gone", claim.consumer());
            }
            FlavorSpec flavor = flavors.get(claim.consumer());
            if (flavor != null
                    && !moves.isWaiting(claim.consumer())
                    && (claim.instances() != 1
                            || claim.cores() != flavor.vcpus()
                            || claim.ram() != flavor.memoryMb())) {
                find(
                        "I7",
                        "it claims " + claim.cores() + " cores and " + claim.ram() + " MiB of quota, its flavor has "
                                + flavor.vcpus() + " and " + flavor.memoryMb(),
                        claim.consumer());
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
        find(new Finding(invariant, what, server, null, server == null ? null : cellOf.get(server), null));
    }

    private void findOperation(String what, OperationRow operation) {
        find(new Finding("I2", what, operation.server(), operation.id(), null, null));
    }

    /** Guests are where they belong also while a way back is open. */
    private void find(Finding found) {
        UUID server = found.server();
        if (server == null || !busy.contains(server) || found.invariant().equals("I2")) {
            findings.add(found);
        }
    }
}
