package io.cellplane.activities.cell.reports;

import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.LeaseRow;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;

/** Which of several equal cell-workers takes a cell's reports in. It is renewed in time, or it is over. */
final class Lease {
    private static final String NAME = "reports";
    private static final Duration LASTS = Duration.ofSeconds(10);

    private final Supplier<CellDatabase> cell;
    private final UUID holder = UUID.randomUUID();
    private volatile Instant until = Instant.MIN;

    Lease(Supplier<CellDatabase> cell) {
        this.cell = cell;
    }

    /** @return whether this process holds it now */
    boolean take(Instant now) {
        cell.get().leases().take(NAME, holder, now.plus(LASTS), now);
        until = cell.get()
                .leases()
                .find(NAME)
                .filter(row -> row.holder().equals(holder))
                .map(LeaseRow::until)
                .orElse(Instant.MIN);
        return isHeld(now);
    }

    /** A process that was stopped for longer than the lease lasts must not write what it still believes. */
    boolean isHeld(Instant now) {
        return now.isBefore(until);
    }

    /** A successor need not wait until it is over. */
    void release() {
        if (!until.equals(Instant.MIN)) {
            until = Instant.MIN;
            cell.get().leases().take(NAME, holder, Instant.EPOCH, Instant.EPOCH);
        }
    }
}
