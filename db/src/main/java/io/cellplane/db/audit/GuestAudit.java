package io.cellplane.db.audit;

import io.cellplane.contracts.host.GuestFact;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.contracts.server.VmState;
import io.cellplane.db.audit.Hosts.Told;
import io.cellplane.db.cell.RecordRow;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares the guests that run with the records: each is its server's, on its server's host, and nowhere else. */
final class GuestAudit {
    /** Of these a host has a guest, running or not. */
    private static final Set<String> HAVE_A_GUEST = Set.of(
            VmState.ACTIVE, VmState.STOPPED, VmState.RESIZED, VmState.PAUSED, VmState.SUSPENDED, VmState.RESCUED);

    private final Map<UUID, Copy> copies;
    private final Hosts hosts;
    private final Map<UUID, List<Told<GuestFact>>> guests;
    private final Findings findings;

    private GuestAudit(
            Map<UUID, Copy> copies, Hosts hosts, Map<UUID, List<Told<GuestFact>>> guests, Findings findings) {
        this.copies = copies;
        this.hosts = hosts;
        this.guests = guests;
        this.findings = findings;
    }

    /** @param copies the authoritative ones of the span */
    static void of(Span span, Map<UUID, Copy> copies, Hosts hosts, Findings findings) {
        GuestAudit audit = new GuestAudit(copies, hosts, hosts.guests(span), findings);
        audit.guests.values().forEach(all -> all.forEach(audit::place));
        copies.values().forEach(audit::present);
    }

    private void place(Told<GuestFact> guest) {
        UUID server = guest.fact().server();
        String host = guest.host().host();
        Copy copy = copies.get(server);
        String placed = copy == null ? null : copy.row().host();
        if ((copy != null && host.equals(placed)) || hosts.isOwed(server, guest.host())) {
            return;
        }
        if (copy == null) {
            find("I4", "a guest runs for nothing", guest);
        } else {
            Set<String> running = running(server);
            boolean twice = running.size() > 1 && running.contains(host);
            find(
                    "I1",
                    (twice ? "it runs more than once, on " + String.join(" and ", running) : "a guest of it runs there")
                            + "; the server is on " + placed,
                    guest);
        }
    }

    private Set<String> running(UUID server) {
        return guests.getOrDefault(server, List.of()).stream()
                .filter(guest -> guest.fact().power() == PowerState.RUNNING)
                .map(guest -> guest.host().host())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void present(Copy copy) {
        RecordRow row = copy.row();
        String host = row.host();
        if (host == null || !HAVE_A_GUEST.contains(row.vmState())) {
            return;
        }
        if (!hosts.isMapped(host)) {
            find("I1", "its host is mapped to no cell", row.uuid(), null, copy.cell(), host);
        } else if (hosts.hasAnswered(host) && !isOn(host, row.uuid())) {
            String what = "it is " + row.vmState() + " and its host has no guest of it";
            find("I1", what, row.uuid(), null, copy.cell(), host);
        }
    }

    private boolean isOn(String host, UUID server) {
        return guests.getOrDefault(server, List.of()).stream()
                .anyMatch(guest -> guest.host().host().equals(host));
    }

    private void find(String invariant, String what, Told<GuestFact> guest) {
        find(
                invariant,
                what,
                guest.fact().server(),
                guest.fact().operation(),
                guest.host().cell(),
                guest.host().host());
    }

    private void find(
            String invariant,
            String what,
            UUID server,
            @Nullable UUID operation,
            @Nullable String cell,
            @Nullable String host) {
        findings.find(new Finding(invariant, what, server, operation, cell, host));
    }
}
