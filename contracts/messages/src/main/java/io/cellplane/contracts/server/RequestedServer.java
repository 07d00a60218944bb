package io.cellplane.contracts.server;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A server as it was asked for and checked: what placement, ports and the record are made from. Without secrets: user
 * data and the password lie in {@code operation_data}.
 *
 * @param imageNeeds what its image asks of a flavor; null for a server from before this was kept
 * @param networks empty: none wanted; the API has resolved "auto" before
 * @param requestedHost only this host, by an administrator's wish; {@code forcedHost} skips the filters as well
 * @param hints null: none, or a server from before they were kept
 */
public record RequestedServer(
        UUID uuid,
        String projectId,
        String userId,
        String name,
        String hostname,
        @Nullable String description,
        FlavorSpec flavor,
        @Nullable String imageId,
        Map<String, String> imageProperties,
        @Nullable ImageNeeds imageNeeds,
        @Nullable String keyName,
        @Nullable String keyType,
        @Nullable String publicKey,
        Map<String, String> metadata,
        List<String> tags,
        List<String> securityGroups,
        @Nullable String availabilityZone,
        @Nullable String requestedHost,
        boolean forcedHost,
        @Nullable PlaceHints hints,
        List<RequestedNetwork> networks,
        boolean configDrive,
        @Nullable String accessIpV4,
        @Nullable String accessIpV6,
        boolean autoDiskConfig,
        int launchIndex,
        String reservationId,
        String requestId,
        Instant createdAt) {

    /** The same without what its user wrote on it. */
    public RequestedServer bare() {
        return with(name, null, Map.of(), List.of(), accessIpV4, accessIpV6, autoDiskConfig);
    }

    /** The same with what its user says of it now. */
    public RequestedServer described(Description now) {
        return with(now.name(), now.text(), metadata, tags, now.accessIpV4(), now.accessIpV6(), now.autoDiskConfig());
    }

    /** The image of its kernel; null where its image has one itself. */
    public @Nullable String kernel() {
        return imageProperties.get("kernel_id");
    }

    /** The image of its ramdisk; null where its image has one itself. */
    public @Nullable String ramdisk() {
        return imageProperties.get("ramdisk_id");
    }

    /** What its user says of it. */
    public Description described() {
        return new Description(name, description, accessIpV4, accessIpV6, autoDiskConfig);
    }

    private RequestedServer with(
            String name,
            @Nullable String description,
            Map<String, String> metadata,
            List<String> tags,
            @Nullable String accessIpV4,
            @Nullable String accessIpV6,
            boolean autoDiskConfig) {
        return new RequestedServer(
                uuid,
                projectId,
                userId,
                name,
                hostname,
                description,
                flavor,
                imageId,
                imageProperties,
                imageNeeds,
                keyName,
                keyType,
                publicKey,
                metadata,
                tags,
                securityGroups,
                availabilityZone,
                requestedHost,
                forcedHost,
                hints,
                networks,
                configDrive,
                accessIpV4,
                accessIpV6,
                autoDiskConfig,
                launchIndex,
                reservationId,
                requestId,
                createdAt);
    }
}
