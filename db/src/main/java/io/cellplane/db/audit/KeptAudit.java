package io.cellplane.db.audit;

import io.cellplane.contracts.host.KeptFact;
import io.cellplane.db.audit.Hosts.Told;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.MigrationRow;
import io.cellplane.db.control.OperationRow;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Compares what hosts keep with the moves whose way back it is: each is an open move's, or owed, and none is missing. */
final class KeptAudit {
    private final ApiDatabase api;
    private final Hosts hosts;
    private final Map<UUID, List<Told<KeptFact>>> kept;
    private final Findings findings;

    private KeptAudit(ApiDatabase api, Hosts hosts, Map<UUID, List<Told<KeptFact>>> kept, Findings findings) {
        this.api = api;
        this.hosts = hosts;
        this.kept = kept;
        this.findings = findings;
    }

    /** @param moves those of the span that may be reverted now */
    static void of(ApiDatabase api, Span span, List<MigrationRow> moves, Hosts hosts, Findings findings, int most) {
        KeptAudit audit = new KeptAudit(api, hosts, hosts.kept(span), findings);
        audit.owned(most);
        moves.forEach(audit::present);
    }

    private void owned(int most) {
        List<Told<KeptFact>> all = kept.values().stream().flatMap(List::stream).toList();
        Set<UUID> open =
                Pages.of(all.stream().map(one -> one.fact().operation()).toList(), most, api.operations()::findAll)
                        .stream()
                        .filter(OperationRow::isOpen)
                        .map(OperationRow::id)
                        .collect(Collectors.toSet());
        all.stream()
                .filter(one -> !open.contains(one.fact().operation())
                        && !hosts.isOwed(one.fact().server(), one.host()))
                .forEach(one -> find(
                        "what a move has left there is kept for nothing",
                        one.fact().server(),
                        one.fact().operation(),
                        one.host()));
    }

    private void present(MigrationRow move) {
        boolean there = kept.getOrDefault(move.server(), List.of()).stream()
                .anyMatch(one -> one.fact().operation().equals(move.uuid())
                        && one.host().host().equals(move.sourceHost()));
        if (!there) {
            hosts.answerOf(move.sourceCell(), move.sourceHost())
                    .ifPresent(host -> find(
                            "it may be reverted and its guest is not kept there", move.server(), move.uuid(), host));
        }
    }

    private void find(String what, UUID server, UUID operation, HostGuests host) {
        findings.find(new Finding("I4", what, server, operation, host.cell(), host.host()));
    }
}
