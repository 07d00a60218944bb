package io.cellplane.db.audit;

import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.db.control.AllocationRow;
import io.cellplane.db.control.DebtRow;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares what is held on hosts with what lives there, is owed, or may be reverted: no less and no more (I3). */
final class AllocationAudit {
    private final Slice slice;
    private final Map<UUID, Copy> copies;
    private final MoveAudit moves;
    private final Findings findings;
    private final Set<UUID> debts;
    private final Map<UUID, Map<String, Integer>> held = new HashMap<>();

    private AllocationAudit(Slice slice, Map<UUID, Copy> copies, MoveAudit moves, Findings findings) {
        this.slice = slice;
        this.copies = copies;
        this.moves = moves;
        this.findings = findings;
        this.debts = slice.debts().stream().map(DebtRow::id).collect(Collectors.toSet());
    }

    static void of(Slice slice, Map<UUID, Copy> copies, MoveAudit moves, Findings findings) {
        AllocationAudit audit = new AllocationAudit(slice, copies, moves, findings);
        slice.allocations().forEach(audit::held);
        moves.complete(slice.span(), findings);
        copies.values().stream().filter(copy -> copy.row().host() != null).forEach(audit::complete);
    }

    private void held(AllocationRow row) {
        switch (row.consumerType()) {
            case AllocationRow.DEBT -> {
                if (!debts.contains(row.consumer())) {
                    find("an allocation of " + row.resourceClass() + " is held for no debt", row.server());
                }
            }
            case AllocationRow.OPERATION -> moves.holds(row, findings);
            default -> ofServer(row);
        }
    }

    private void ofServer(AllocationRow row) {
        Copy copy = copies.get(row.server());
        String host = copy == null ? null : copy.row().host();
        if (host == null) {
            find("an allocation of " + row.resourceClass() + " is held for nothing", row.server());
        } else if (!host.equals(slice.hosts().get(row.provider()))) {
            find("an allocation is on another host than the server", row.server());
        }
        held.computeIfAbsent(row.server(), server -> new HashMap<>())
                .merge(row.resourceClass(), row.used(), Integer::sum);
    }

    private void complete(Copy copy) {
        UUID server = copy.row().uuid();
        FlavorSpec flavor = copy.flavor();
        Map<String, Integer> due = flavor == null ? new HashMap<>() : new HashMap<>(AllocationRow.resources(flavor));
        due.values().removeIf(amount -> amount == 0);
        Map<String, Integer> holds = held.getOrDefault(server, Map.of());
        if (!due.equals(holds)) {
            find("it holds " + holds + " and should hold " + due, server);
        }
    }

    private void find(String what, UUID server) {
        findings.find("I3", what, server, cell(copies.get(server)));
    }

    private static @Nullable String cell(@Nullable Copy copy) {
        return copy == null ? null : copy.cell();
    }
}
