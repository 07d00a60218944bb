package io.cellplane.api;

import io.cellplane.db.control.QuotaResource;
import io.cellplane.process.config.Range;
import java.util.EnumMap;
import java.util.Map;

/**
 * What each project may have where no other limit is set, {@code cellplane.quota.*}; -1 is no limit; ram in MiB.
 *
 * @param unifiedLimits whether limits are the identity service's, and none of these
 * @param region whose unified limits they are; empty: those of no region
 */
public record QuotaSettings(
        @Range(least = -1) int instances,
        @Range(least = -1) int cores,
        @Range(least = -1) int ram,
        @Range(least = -1) int metadataItems,
        @Range(least = -1) int keyPairs,
        @Range(least = -1) int serverGroups,
        @Range(least = -1) int serverGroupMembers,
        @Range(least = -1) int injectedFiles,
        @Range(least = -1) int injectedFileContentBytes,
        @Range(least = -1) int injectedFilePathLength,
        boolean unifiedLimits,
        String region) {

    /** All there are; the network service's are none. */
    public Map<QuotaResource, Integer> limits() {
        Map<QuotaResource, Integer> limits = new EnumMap<>(QuotaResource.class);
        for (QuotaResource resource : QuotaResource.values()) {
            limits.put(resource, limit(resource));
        }
        return limits;
    }

    private int limit(QuotaResource resource) {
        return switch (resource) {
            case INSTANCES -> instances;
            case CORES -> cores;
            case RAM -> ram;
            case METADATA_ITEMS -> metadataItems;
            case KEY_PAIRS -> keyPairs;
            case SERVER_GROUPS -> serverGroups;
            case SERVER_GROUP_MEMBERS -> serverGroupMembers;
            case INJECTED_FILES -> injectedFiles;
            case INJECTED_FILE_CONTENT_BYTES -> injectedFileContentBytes;
            case INJECTED_FILE_PATH_BYTES -> injectedFilePathLength;
            case FIXED_IPS, FLOATING_IPS, SECURITY_GROUPS, SECURITY_GROUP_RULES -> -1;
        };
    }
}
