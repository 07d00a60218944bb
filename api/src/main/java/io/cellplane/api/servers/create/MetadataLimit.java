package io.cellplane.api.servers.create;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.db.control.QuotaLimits;
import io.cellplane.db.control.QuotaResource;

/** How many metadata items one server may have. */
public final class MetadataLimit {
    private MetadataLimit() {}

    /** @throws Refused 403 when there are more */
    public static void check(int items, QuotaLimits limits) {
        int most = limits.of(QuotaResource.METADATA_ITEMS);
        if (most >= 0 && items > most) {
            throw Failure.API_FORBIDDEN.refused("Maximum number of metadata items exceeds " + most);
        }
    }
}
