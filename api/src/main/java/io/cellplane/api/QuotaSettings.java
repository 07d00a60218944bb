package io.cellplane.api;

import io.cellplane.db.control.Quota;
import io.cellplane.process.config.Range;

/** What each project may have, {@code cellplane.quota.*}; -1 is no limit; ram in MiB. */
public record QuotaSettings(
        @Range(least = -1) int instances,
        @Range(least = -1) int cores,
        @Range(least = -1) int ram,
        @Range(least = -1) int metadataItems,
        @Range(least = -1) int keyPairs,
        @Range(least = -1) int serverGroups,
        @Range(least = -1) int serverGroupMembers,
        @Range(least = -1) int injectedFiles,
        @Range(least = -1) int injectedFileContentBytes) {

    /** What the ledger of quota enforces. */
    public Quota.Limits limits() {
        return new Quota.Limits(instances, cores, ram);
    }
}
