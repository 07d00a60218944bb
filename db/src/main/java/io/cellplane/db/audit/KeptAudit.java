package io.cellplane.db.audit;

import io.cellplane.contracts.host.KeptFact;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.DebtRow;
import io.cellplane.db.control.MigrationRow;
import io.cellplane.db.control.OperationRow;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Compares what hosts keep with the moves whose way back it is: each is an open move's, or owed, and none is missing. */
final class KeptAudit {
    private final ApiDatabase api;
    private final List<DebtRow> debts;
    private final List<Finding> findings = new ArrayList<>();

    private KeptAudit(ApiDatabase api, List<DebtRow> debts) {
        this.api = api;
        this.debts = debts;
    }

    /** @param verifying the moves that may be reverted now */
    static List<Finding> of(ApiDatabase api, List<HostGuests> hosts, List<OperationRow> verifying) {
        KeptAudit audit = new KeptAudit(api, api.debts().all());
        hosts.forEach(host -> host.kept().forEach(kept -> audit.owned(host, kept)));
        verifying.forEach(move -> api.migrations()
                .find(move.id())
                .ifPresent(migration -> hosts.stream()
                        .filter(host -> host.guests() != null
                                && host.host().equals(migration.sourceHost())
                                && host.cell().equals(migration.sourceCell()))
                        .forEach(host -> audit.present(host, move, migration))));
        return audit.findings;
    }

    private void owned(HostGuests host, KeptFact kept) {
        boolean open = api.operations()
                .find(kept.operation())
                .filter(row -> !row.state().equals(OperationState.CLOSED))
                .isPresent();
        boolean owed = debts.stream()
                .anyMatch(debt -> debt.server().equals(kept.server())
                        && host.host().equals(debt.host())
                        && host.cell().equals(debt.cell()));
        if (!open && !owed) {
            find("what a move has left there is kept for nothing", kept.server(), kept.operation(), host);
        }
    }

    private void present(HostGuests host, OperationRow move, MigrationRow migration) {
        boolean there = host.kept().stream()
                .anyMatch(kept -> kept.server().equals(migration.server())
                        && kept.operation().equals(move.id()));
        if (!there) {
            find("it may be reverted and its guest is not kept there", move.server(), move.id(), host);
        }
    }

    private void find(String what, UUID server, UUID operation, HostGuests host) {
        findings.add(new Finding("I4", what, server, operation, host.cell(), host.host()));
    }
}
