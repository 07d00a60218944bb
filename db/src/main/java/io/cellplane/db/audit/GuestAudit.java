package io.cellplane.db.audit;

import io.cellplane.contracts.host.GuestFact;
import io.cellplane.db.api.DebtRow;
import io.cellplane.db.cell.ServerRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Compares the guests that run with the records: each is its server's, on its server's host, and nowhere else. */
final class GuestAudit {
    private static final String ACTIVE = "active";

    private final Map<UUID, ServerRow> servers;
    private final Map<UUID, String> cellOf;
    private final List<Finding> findings = new ArrayList<>();

    private final List<DebtRow> debts;

    private GuestAudit(Map<UUID, ServerRow> servers, Map<UUID, String> cellOf, List<DebtRow> debts) {
        this.servers = servers;
        this.cellOf = cellOf;
        this.debts = debts;
    }

    /**
     * @param servers the authoritative copy of each server
     * @param cellOf the cell of each
     * @param debts what explains a guest that should not be there
     */
    static List<Finding> of(
            Map<UUID, ServerRow> servers, Map<UUID, String> cellOf, List<HostGuests> hosts, List<DebtRow> debts) {
        GuestAudit audit = new GuestAudit(servers, cellOf, debts);
        Map<String, Set<UUID>> running = new HashMap<>();
        Set<String> mapped = new HashSet<>();
        for (HostGuests host : hosts) {
            mapped.add(host.host());
            List<GuestFact> guests = host.guests();
            if (guests != null) {
                Set<UUID> here = running.computeIfAbsent(host.host(), name -> new HashSet<>());
                guests.forEach(guest -> {
                    here.add(guest.server());
                    audit.place(host, guest);
                });
            }
        }
        servers.values().forEach(row -> audit.present(row, mapped, running));
        return audit.findings;
    }

    private void place(HostGuests host, GuestFact guest) {
        ServerRow row = servers.get(guest.server());
        boolean owed = debts.stream()
                .anyMatch(debt -> debt.server().equals(guest.server())
                        && host.host().equals(debt.host())
                        && (row == null || !host.host().equals(row.host())));
        if (owed) {
            return;
        }
        if (row == null) {
            find("I4", "a guest runs for nothing", guest.server(), guest.operation(), host.cell(), host.host());
        } else if (!host.host().equals(row.host())) {
            find(
                    "I1",
                    "a guest of it runs there; the server is on " + row.host(),
                    guest.server(),
                    guest.operation(),
                    host.cell(),
                    host.host());
        }
    }

    private void present(ServerRow row, Set<String> mapped, Map<String, Set<UUID>> running) {
        String host = row.host();
        if (host == null || !row.vmState().equals(ACTIVE)) {
            return;
        }
        Set<UUID> there = running.get(host);
        if (!mapped.contains(host)) {
            find("I1", "its host is mapped to no cell", row.uuid(), null, cellOf.get(row.uuid()), host);
        } else if (there != null && !there.contains(row.uuid())) {
            find("I1", "it is active and its host has no guest of it", row.uuid(), null, cellOf.get(row.uuid()), host);
        }
    }

    private void find(
            String invariant,
            String what,
            UUID server,
            @Nullable UUID operation,
            @Nullable String cell,
            @Nullable String host) {
        findings.add(new Finding(invariant, what, server, operation, cell, host));
    }
}
