package io.cellplane.db.lane;

import io.cellplane.db.control.OperationRow;
import io.cellplane.db.control.Quota;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an operation needs to enter a lane.
 *
 * @param isGated whether the gate in the cell comes yet: until it is open nobody is told yes
 * @param decides the move of which it is the end: it enters only if nothing else has decided that
 */
record Claim(
        boolean isGated, @Nullable UUID decides, @Nullable Demand demand) {
    /** It is promised as it enters. */
    static final Claim PROMISED = new Claim(false, null, null);

    /** Last, since it holds the project's row until the end. @throws Refused when there is not enough */
    void take(OperationRow row, Quota quota) {
        if (demand == null || (demand.cores() <= 0 && demand.ram() <= 0)) {
            return;
        }
        Quota.Taken taken =
                quota.takeMore(row.id(), row.projectId(), demand.user(), demand.cores(), demand.ram(), demand.limits());
        if (taken.servers() == 0) {
            throw demand.exceeded().apply(taken.levels());
        }
    }
}
