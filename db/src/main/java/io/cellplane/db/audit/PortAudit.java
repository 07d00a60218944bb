package io.cellplane.db.audit;

import com.fasterxml.jackson.core.type.TypeReference;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.db.Json;
import io.cellplane.db.cell.RecordRow;
import io.cellplane.db.control.AllocationRow;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Compares the ports that the network service holds with those of the records, and with what is claimed on hosts (I4). */
final class PortAudit {
    private final Slice slice;
    private final Map<UUID, Copy> copies;
    private final Map<UUID, List<HeldPort>> held;
    private final Findings findings;

    private PortAudit(Slice slice, Map<UUID, Copy> copies, Map<UUID, List<HeldPort>> held, Findings findings) {
        this.slice = slice;
        this.copies = copies;
        this.held = held;
        this.findings = findings;
    }

    /** @param held the ports of the slice's servers */
    static void of(Slice slice, Map<UUID, Copy> copies, Map<UUID, List<HeldPort>> held, Findings findings) {
        PortAudit audit = new PortAudit(slice, copies, held, findings);
        held.keySet().stream().filter(server -> !copies.containsKey(server)).forEach(audit::orphans);
        copies.values().forEach(audit::known);
        audit.bindings();
    }

    private Set<String> there(UUID server) {
        return held.getOrDefault(server, List.of()).stream().map(HeldPort::id).collect(Collectors.toSet());
    }

    private void orphans(UUID server) {
        findings.find("I4", "ports " + there(server) + " are held for nothing", server, null);
    }

    private void known(Copy copy) {
        UUID server = copy.row().uuid();
        Set<String> known = portsIn(copy.row());
        Set<String> there = there(server);
        if (!known.equals(there)) {
            findings.find(
                    "I4",
                    "its record names ports " + known + ", the network service holds " + there,
                    server,
                    copy.cell());
        }
    }

    private static Set<String> portsIn(RecordRow row) {
        return row.networkInfo() == null
                ? Set.of()
                : Json.read(row.networkInfo(), new TypeReference<List<BoundPort>>() {}).stream()
                        .map(port -> port.portId().toString())
                        .collect(Collectors.toSet());
    }

    /** A port is active where its server is, and bound beside only where something of the server is claimed. */
    private void bindings() {
        Map<UUID, Set<String>> claimed = slice.allocations().stream()
                .collect(Collectors.groupingBy(
                        AllocationRow::server,
                        Collectors.mapping(row -> slice.hosts().getOrDefault(row.provider(), ""), Collectors.toSet())));
        held.forEach((server, ports) -> {
            Copy copy = copies.get(server);
            if (copy != null && copy.row().host() != null) {
                ports.forEach(port -> bound(port, copy, claimed.getOrDefault(server, Set.of())));
            }
        });
    }

    private void bound(HeldPort port, Copy copy, Set<String> claimed) {
        if (!port.host().equals(copy.row().host())) {
            findings.find(
                    "I4",
                    "port " + port.id() + " is bound to '" + port.host() + "', not to its host",
                    port.server(),
                    copy.cell());
        }
        Set<String> left = new HashSet<>(port.beside());
        left.removeAll(claimed);
        if (!left.isEmpty()) {
            findings.find(
                    "I4",
                    "port " + port.id() + " is bound beside to " + left + " for nothing",
                    port.server(),
                    copy.cell());
        }
    }
}
