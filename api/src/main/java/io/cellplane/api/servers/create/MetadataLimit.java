package io.cellplane.api.servers.create;

import io.cellplane.api.QuotaSettings;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;

/** How many metadata items one server may have. */
public final class MetadataLimit {
    private MetadataLimit() {}

    /** @throws Refused 403 when there are more */
    public static void check(int items, QuotaSettings quota) {
        if (quota.metadataItems() >= 0 && items > quota.metadataItems()) {
            throw Failure.API_FORBIDDEN.refused("Maximum number of metadata items exceeds " + quota.metadataItems());
        }
    }
}
