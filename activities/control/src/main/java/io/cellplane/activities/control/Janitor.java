package io.cellplane.activities.control;

import io.cellplane.contracts.Patience;
import io.cellplane.contracts.operation.Owed;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.DebtRow;
import io.cellplane.openstack.image.ImageGrants;
import io.cellplane.openstack.image.Images;
import io.cellplane.temporal.client.Temporal;
import io.cellplane.temporal.flow.PayDebt;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has debts paid when the host or the cell they are owed to is back, and removes images that moves have left. Any number
 * of them may run.
 */
public final class Janitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Janitor.class);
    private static final int BATCH = 100;

    private final ApiDatabase api;
    private final Temporal temporal;
    private final Patience patience;
    private final LeftImages images;
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("janitor").factory());

    public Janitor(ApiDatabase api, Temporal temporal, Images images, ImageGrants grants, Patience patience) {
        this.api = api;
        this.temporal = temporal;
        this.patience = patience;
        this.images = new LeftImages(api, images, grants, patience);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the clockwork, and catches what it throws
    public void start() {
        clockwork.scheduleWithFixedDelay(
                this::sweepSafely,
                patience.sweeps().every().toMillis(),
                patience.sweeps().every().toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void sweepSafely() {
        try {
            sweep();
        } catch (RuntimeException e) {
            LOG.warn("debts were not looked at, the next sweep tries again: {}", e.toString());
        }
        try {
            images.sweep();
        } catch (RuntimeException e) {
            LOG.warn("images were not looked at, a later sweep tries again: {}", e.toString());
        }
    }

    /** A debt that was tried in vain rests as long as cleaning may take. */
    public void sweep() {
        Instant now = api.clock().instant();
        for (DebtRow row : api.debts().payable(now.minus(patience.steps().cleaning()), BATCH)) {
            api.debts().tried(row.id(), now);
            temporal.pay(
                    new PayDebt.Debt(
                            row.id(),
                            row.operation(),
                            row.server(),
                            new Owed(row.cell(), row.host(), row.generation()),
                            row.requestId()),
                    row.projectId());
        }
    }

    @Override
    public void close() {
        clockwork.shutdownNow();
    }
}
