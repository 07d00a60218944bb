package io.cellplane.activities.cell.relay;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.host.Grant;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.server.ImageAccess;
import io.cellplane.db.Secrets;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.ImageGrantRows;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;

/** Grants that the control level has issued for the operation, and ends with it. */
public final class StoredGrants implements Grants {
    private final ImageGrantRows rows;

    public StoredGrants(ApiDatabase api, Secrets secrets) {
        this.rows = new ImageGrantRows(api, secrets);
    }

    @Override
    public Grant grant(Step step, UUID image, ImageAccess access, Duration life) {
        return rows.find(step.operation(), image, access)
                .map(row -> new Grant(URI.create(row.url()), row.token()))
                .orElseThrow(() -> Failure.UPLOAD_REFUSED.refused("Nothing was granted for image " + image + "."));
    }

    @Override
    public void revoke(Step step) {}
}
