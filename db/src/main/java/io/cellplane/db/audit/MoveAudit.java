package io.cellplane.db.audit;

import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.db.Json;
import io.cellplane.db.control.AllocationRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.MigrationRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.control.QuotaClaimRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** What the moves hold that wait at VERIFY_RESIZE for their confirm or revert: the way back, no less and no more. */
final class MoveAudit {
    private final Map<UUID, MigrationRow> waiting = new HashMap<>();
    private final Set<UUID> servers = new HashSet<>();
    private final Set<UUID> open = new HashSet<>();
    private final Map<UUID, Map<String, Integer>> held = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    MoveAudit(ApiDatabase api, List<OperationRow> operations) {
        for (OperationRow row : operations) {
            open.add(row.id());
            if (waits(row)) {
                api.migrations().find(row.id()).ifPresent(migration -> {
                    waiting.put(row.id(), migration);
                    servers.add(row.server());
                });
            }
        }
    }

    /** Whether nothing is being done to the server on its behalf. */
    static boolean waits(OperationRow row) {
        return row.state().equals(OperationState.VERIFY) && row.decision() == null;
    }

    /** An allocation of an operation. */
    void holds(AllocationRow row) {
        MigrationRow move = waiting.get(row.consumer());
        if (move == null) {
            if (!open.contains(row.consumer())) {
                find("I3", "an allocation of " + row.resourceClass() + " is held for no operation", row.server());
            }
        } else if (!row.provider().equals(move.sourceProvider())) {
            find("I3", "an allocation of its way back is not where it came from", row.server());
        } else {
            held.computeIfAbsent(row.consumer(), id -> new HashMap<>()).put(row.resourceClass(), row.used());
        }
    }

    /** Whether it has a way back, so that its quota is the greater of both flavors. */
    boolean isWaiting(UUID server) {
        return servers.contains(server);
    }

    /** Whether the claim belongs to a move that is open. */
    boolean owns(QuotaClaimRow claim) {
        return open.contains(claim.consumer());
    }

    /** After every allocation was told. */
    List<Finding> findings() {
        waiting.forEach((id, move) -> {
            Map<String, Integer> due = new HashMap<>(AllocationRow.resources(before(move)));
            if (Objects.equals(move.destProvider(), move.sourceProvider())) {
                AllocationRow.resources(after(move)).forEach((name, amount) -> due.merge(name, -amount, Integer::sum));
            }
            due.values().removeIf(amount -> amount <= 0);
            Map<String, Integer> holds = held.getOrDefault(id, Map.of());
            if (!due.equals(holds)) {
                find("I3", "its way back holds " + holds + " and should hold " + due, move.server());
            }
        });
        return findings;
    }

    private static FlavorSpec before(MigrationRow move) {
        return Json.read(move.oldFlavor(), FlavorSpec.class);
    }

    private static FlavorSpec after(MigrationRow move) {
        return Json.read(move.newFlavor(), FlavorSpec.class);
    }

    private void find(String invariant, String what, UUID server) {
        findings.add(new Finding(invariant, what, server, null, null, null));
    }
}
