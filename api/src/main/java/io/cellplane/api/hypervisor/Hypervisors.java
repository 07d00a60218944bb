package io.cellplane.api.hypervisor;

import io.cellplane.contracts.host.HostDetails;
import io.cellplane.db.cell.ComputeNodeRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.control.HostViewRow;
import io.cellplane.db.control.ProviderLoadRow;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            Map<UUID, Integer> servers = api.allocations().loads().stream()
                    .collect(Collectors.toMap(ProviderLoadRow::provider, ProviderLoadRow::servers));
            return api.providers().views().stream().collect(Collectors.groupingBy(HostViewRow::uuid)).values().stream()
                    .filter(rows -> states.containsKey(rows.getFirst().host()))
                    .map(rows -> hypervisor(rows, states, nodes, servers))
                    .sorted(Comparator.comparing(Hypervisor::name))
                    .toList();
        });
    }

    /** One, without a look at the others. */
    Optional<Hypervisor> find(UUID uuid) {
        Optional<Seen> seen = api.database().read(() -> {
            List<HostViewRow> rows = api.providers().views(List.of(uuid));
            return rows.isEmpty()
                    ? Optional.empty()
                    : api.hostStates()
                            .find(rows.getFirst().host())
                            .map(state ->
                                    new Seen(rows, state, api.allocations().load(uuid)));
        });
        return seen.map(one -> hypervisor(
                one.rows(),
                Map.of(one.state().host(), one.state()),
                facts.node(one.state().cell(), uuid)
                        .map(node -> Map.of(uuid, node))
                        .orElse(Map.of()),
                Map.of(uuid, one.load().map(ProviderLoadRow::servers).orElse(0))));
    }

    /** What its host says of itself besides; empty when that says nothing, or its cell does not answer. */
    Optional<HostDetails> details(Hypervisor of) {
        return facts.details(of.host().cell(), of.uuid());
    }

    /** What the control level knows of one. */
    private record Seen(List<HostViewRow> rows, HostStateRow state, Optional<ProviderLoadRow> load) {}

    private static Hypervisor hypervisor(
            List<HostViewRow> rows,
            Map<String, HostStateRow> states,
            Map<UUID, ComputeNodeRow> nodes,
            Map<UUID, Integer> servers) {
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
                servers.getOrDefault(any.uuid(), 0));
    }

    Map<String, List<HypervisorFacts.ServerName>> serverNames() {
        return facts.servers();
    }
}
