package io.cellplane.conductor.sweep;

import io.cellplane.contracts.Patience;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.CellRow;
import io.cellplane.db.control.DebtRow;
import io.cellplane.temporal.client.Temporal;
import io.cellplane.temporal.flow.PayDebt;
import java.time.Duration;
import java.time.Instant;

/** Has debts paid when the host or the cell they are owed to is back. */
public final class DueDebts implements Sweep {
    private static final int BATCH = 100;

    private final ApiDatabase api;
    private final Temporal temporal;
    private final Patience patience;

    public DueDebts(ApiDatabase api, Temporal temporal, Patience patience) {
        this.api = api;
        this.temporal = temporal;
        this.patience = patience;
    }

    @Override
    public String name() {
        return "debts";
    }

    @Override
    public Duration rest() {
        return patience.sweeps().every();
    }

    /** A debt that was tried in vain rests as long as cleaning may take; those of a cell that does not answer cost nothing. */
    @Override
    public void sweep(Round round) {
        Instant now = api.clock().instant();
        api.debts()
                .payable(now.minus(patience.steps().cleaning()), now.minus(CellRow.SILENT), BATCH)
                .forEach(row -> round.attempt(() -> pay(row, now)));
    }

    private void pay(DebtRow row, Instant now) {
        api.debts().tried(row.id(), now);
        temporal.pay(
                new PayDebt.Debt(row.id(), row.operation(), row.server(), row.owed(), row.requestId()),
                row.projectId());
    }
}
