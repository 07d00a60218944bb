package io.cellplane.db.audit;

import io.cellplane.contracts.host.GuestFact;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.contracts.server.VmState;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.control.DebtRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Compares the guests that run with the records: each is its server's, on its server's host, and nowhere else. */
final class GuestAudit {
    /** Of these a host has a guest, running or not. */
    private static final Set<String> HAVE_A_GUEST = Set.of(
            VmState.ACTIVE, VmState.STOPPED, VmState.RESIZED, VmState.PAUSED, VmState.SUSPENDED, VmState.RESCUED);

    private final Map<UUID, ServerRow> servers;
    private final Map<UUID, String> cellOf;
    private final List<DebtRow> debts;
    private final Map<UUID, Set<String>> running = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();

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
        Map<String, Set<UUID>> there = new HashMap<>();
        Set<String> mapped = new HashSet<>();
        for (HostGuests host : hosts) {
            mapped.add(host.host());
            List<GuestFact> guests = host.guests();
            if (guests != null) {
                Set<UUID> here = there.computeIfAbsent(host.host(), name -> new HashSet<>());
                guests.forEach(guest -> {
                    here.add(guest.server());
                    audit.seen(host, guest);
                });
            }
        }
        for (HostGuests host : hosts) {
            List<GuestFact> guests = host.guests();
            if (guests != null) {
                guests.forEach(guest -> audit.place(host, guest));
            }
        }
        servers.values().forEach(row -> audit.present(row, mapped, there));
        return audit.findings;
    }

    private void seen(HostGuests host, GuestFact guest) {
        if (guest.power() == PowerState.RUNNING) {
            running.computeIfAbsent(guest.server(), server -> new TreeSet<>()).add(host.host());
        }
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
            find("I4", "a guest runs for nothing", guest, host);
        } else if (!host.host().equals(row.host())) {
            Set<String> hosts = running.getOrDefault(guest.server(), Set.of());
            boolean twice = hosts.size() > 1 && hosts.contains(host.host());
            find(
                    "I1",
                    (twice ? "it runs more than once, on " + String.join(" and ", hosts) : "a guest of it runs there")
                            + "; the server is on " + row.host(),
                    guest,
                    host);
        }
    }

    private void present(ServerRow row, Set<String> mapped, Map<String, Set<UUID>> there) {
        String host = row.host();
        if (host == null || !HAVE_A_GUEST.contains(row.vmState())) {
            return;
        }
        Set<UUID> here = there.get(host);
        if (!mapped.contains(host)) {
            find("I1", "its host is mapped to no cell", row.uuid(), null, cellOf.get(row.uuid()), host);
        } else if (here != null && !here.contains(row.uuid())) {
            String what = "it is " + row.vmState() + " and its host has no guest of it";
            find("I1", what, row.uuid(), null, cellOf.get(row.uuid()), host);
        }
    }

    private void find(String invariant, String what, GuestFact guest, HostGuests host) {
        find(invariant, what, guest.server(), guest.operation(), host.cell(), host.host());
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
