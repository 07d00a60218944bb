package io.cellplane.api.hypervisor;

import io.cellplane.db.cell.ComputeNodeRow;
import io.cellplane.db.control.AllocationRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.control.HostViewRow;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All hypervisors, put together from the control level's rows and what the cells say. */
@Singleton
final class Hypervisors {
    private final ApiDatabase api;
    private final HypervisorFacts facts;

    Hypervisors(ApiDatabase api, HypervisorFacts facts) {
        this.api = api;
        this.facts = facts;
    }

    /** In the order of their names. */
    List<Hypervisor> all() {
        Map<UUID, ComputeNodeRow> nodes = facts.nodes();
        return api.database().read(() -> {
            Map<String, HostStateRow> states =
                    api.hostStates().all().stream().collect(Collectors.toMap(HostStateRow::host, Function.identity()));
            Map<UUID, Set<UUID>> servers = servers();
            return api.providers().views().stream().collect(Collectors.groupingBy(HostViewRow::uuid)).values().stream()
                    .filter(rows -> states.containsKey(rows.getFirst().host()))
                    .map(rows -> hypervisor(rows, states, nodes, servers))
                    .sorted(Comparator.comparing(Hypervisor::name))
                    .toList();
        });
    }

    private Map<UUID, Set<UUID>> servers() {
        return api.allocations().all().stream()
                .collect(Collectors.groupingBy(
                        AllocationRow::provider,
                        Collectors.mapping(AllocationRow::server, Collectors.toCollection(HashSet::new))));
    }

    private static Hypervisor hypervisor(
            List<HostViewRow> rows,
            Map<String, HostStateRow> states,
            Map<UUID, ComputeNodeRow> nodes,
            Map<UUID, Set<UUID>> servers) {
        HostViewRow any = rows.getFirst();
        HostStateRow state = states.get(any.host());
        if (state == null) {
            throw new IllegalStateException("a hypervisor without a host: " + any.host());
        }
        return new Hypervisor(
                any.uuid(),
                any.name(),
                state,
                nodes.get(any.uuid()),
                rows.stream().collect(Collectors.toMap(HostViewRow::resourceClass, Function.identity())),
                servers.getOrDefault(any.uuid(), Set.of()).size());
    }

    Map<String, List<HypervisorFacts.ServerName>> serverNames() {
        return facts.servers();
    }
}
