package io.cellplane.conductor.sweep;

import io.cellplane.contracts.Patience;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.OperationRow;
import io.cellplane.openstack.image.ImageGrants;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Ends the grants of operations that are over: a boot leaves its own to this, and any other what it lost on its way. */
public final class LeftGrants implements Sweep {
    private final ApiDatabase api;
    private final ImageGrants grants;
    private final Patience patience;

    public LeftGrants(ApiDatabase api, ImageGrants grants, Patience patience) {
        this.api = api;
        this.grants = grants;
        this.patience = patience;
    }

    @Override
    public String name() {
        return "left-grants";
    }

    /** The identity service is asked now and then only. */
    @Override
    public Duration rest() {
        return patience.sweeps().runningUnseen();
    }

    @Override
    public void sweep(Round round) {
        Instant before = api.clock().instant().minus(patience.sweeps().runningUnseen());
        for (UUID operation : grants.operations()) {
            round.attempt(() -> {
                boolean over = api.operations()
                        .find(operation)
                        .filter(row -> isOver(row, before))
                        .isPresent();
                if (over) {
                    grants.revokeAll(ImageGrants.prefix(operation));
                }
            });
        }
    }

    private static boolean isOver(OperationRow row, Instant before) {
        return row.state().equals(OperationState.CLOSED) && row.updatedAt().isBefore(before);
    }
}
