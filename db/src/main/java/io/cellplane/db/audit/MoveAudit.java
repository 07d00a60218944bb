package io.cellplane.db.audit;

import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.db.Json;
import io.cellplane.db.control.AllocationRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.MigrationRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.control.QuotaClaimRow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** What the moves hold that wait at VERIFY_RESIZE for their confirm or revert: the way back, no less and no more. */
final class MoveAudit {
    private final OpenOperations open;
    private final Map<UUID, MigrationRow> waiting = new HashMap<>();
    private final Set<UUID> servers = new HashSet<>();
    private final Map<UUID, Map<String, Integer>> held = new HashMap<>();

    MoveAudit(ApiDatabase api, OpenOperations open, int most) {
        this.open = open;
        Pages.of(open.waiting().stream().map(OperationRow::id).toList(), most, api.migrations()::findAll)
                .forEach(move -> {
                    waiting.put(move.uuid(), move);
                    servers.add(move.server());
                });
    }

    /** An allocation of an operation. */
    void holds(AllocationRow row, Findings findings) {
        MigrationRow move = waiting.get(row.consumer());
        if (move == null) {
            if (!open.has(row.consumer())) {
                find("an allocation of " + row.resourceClass() + " is held for no operation", row.server(), findings);
            }
        } else if (!row.provider().equals(move.sourceProvider())) {
            find("an allocation of its way back is not where it came from", row.server(), findings);
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
        return open.has(claim.consumer());
    }

    /** Those of the span's servers that wait. */
    List<MigrationRow> in(Span span) {
        return waiting.values().stream().filter(move -> span.has(move.server())).toList();
    }

    /** After every allocation of the span's servers was told. */
    void complete(Span span, Findings findings) {
        in(span).forEach(move -> {
            Map<String, Integer> due = new HashMap<>(AllocationRow.resources(before(move)));
            if (Objects.equals(move.destProvider(), move.sourceProvider())) {
                AllocationRow.resources(after(move)).forEach((name, amount) -> due.merge(name, -amount, Integer::sum));
            }
            due.values().removeIf(amount -> amount <= 0);
            Map<String, Integer> holds = held.getOrDefault(move.uuid(), Map.of());
            if (!due.equals(holds)) {
                find("its way back holds " + holds + " and should hold " + due, move.server(), findings);
            }
        });
    }

    private static FlavorSpec before(MigrationRow move) {
        return Json.read(move.oldFlavor(), FlavorSpec.class);
    }

    private static FlavorSpec after(MigrationRow move) {
        return Json.read(move.newFlavor(), FlavorSpec.class);
    }

    private static void find(String what, UUID server, Findings findings) {
        findings.find("I3", what, server, null);
    }
}
