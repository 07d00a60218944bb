package io.cellplane.db.audit;

import io.cellplane.db.CellAway;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.MappingRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks I1 to I4, I7, I9 and I12 over all databases and the hosts: one authoritative copy per server and its guest on its
 * host alone, every operation in its time, allocations, ports and quota exactly those of what lives, the rules of server groups
 * kept. Reads only, some thousand servers at a time. Servers that operations work on meanwhile are left out.
 */
public final class Audit {
    /** Servers at once, and rows of a query. */
    private static final int SLICE = 2_000;

    private final ApiDatabase api;
    private final CellDatabases cells;
    private final int most;
    private final List<String> reached = new ArrayList<>();
    private final List<NotAsked> notAsked = new ArrayList<>();

    private Audit(ApiDatabase api, CellDatabases cells, int most) {
        this.api = api;
        this.cells = cells;
        this.most = most;
    }

    /**
     * Of the records alone.
     *
     * @param ports every port that the network service holds for a server of ours
     * @throws io.cellplane.db.CellAway when a cell's database does not answer
     */
    public static List<Finding> run(ApiDatabase api, CellDatabases cells, List<HeldPort> ports) {
        AuditReport report = run(api, cells, () -> ports, null, SLICE);
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
        return run(api, cells, ports, hosts, SLICE);
    }

    /**
     * @param hosts null: they are not looked at
     * @param most servers at once
     */
    static AuditReport run(
            ApiDatabase api,
            CellDatabases cells,
            Supplier<List<HeldPort>> ports,
            @Nullable Supplier<List<HostGuests>> hosts,
            int most) {
        return new Audit(api, cells, most).report(ports, hosts);
    }

    private AuditReport report(Supplier<List<HeldPort>> ports, @Nullable Supplier<List<HostGuests>> asked) {
        Instant began = api.clock().instant().truncatedTo(ChronoUnit.MICROS);
        OpenOperations open = OpenOperations.read(api, most);
        Findings findings = new Findings(api, open.busy(), began);
        MoveAudit moves = new MoveAudit(api, open, most);
        OperationAudit.of(api, open, findings, most);
        cells.names().forEach(this::reach);
        Hosts hosts = asked == null ? null : Hosts.ask(api, asked, most);
        Ordered<HeldPort> held = new Ordered<>(ports.get(), HeldPort::server);
        QuotaAudit quota = new QuotaAudit(api, moves, findings, began, most);
        Slices slices = new Slices(api, cells, reached, most);
        Span span = new Span(null, null);
        do {
            Slice slice = slices.after(span);
            span = slice.span();
            Map<UUID, Copy> copies = RecordAudit.of(slice, findings);
            AllocationAudit.of(slice, copies, moves, findings);
            PortAudit.of(slice, copies, held.in(span), findings);
            quota.claims(slice, copies);
            if (hosts != null) {
                GuestAudit.of(span, copies, hosts, findings);
                KeptAudit.of(api, span, moves.in(span), hosts, findings, most);
            }
            findings.settle(unseen(slice));
        } while (span.to() != null);
        quota.usage();
        GroupAudit.of(api, findings, most);
        findings.settle(Set.of());
        if (hosts != null) {
            notAsked.addAll(hosts.silent());
        }
        return new AuditReport(findings.all(), List.copyOf(notAsked), hosts == null ? 0 : hosts.answered());
    }

    private void reach(String cell) {
        try {
            cells.probe(cell);
            reached.add(cell);
        } catch (CellAway e) {
            notAsked.add(new NotAsked(cell, null));
        }
    }

    private Set<UUID> unseen(Slice slice) {
        return slice.mappings().values().stream()
                .filter(row -> row.cell() != null && !reached.contains(row.cell()))
                .map(MappingRow::uuid)
                .collect(Collectors.toSet());
    }
}
