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
 * @param networks empty: none wanted; the API has resolved "auto" before
 * @param requestedHost only this host, by an administrator's wish; {@code forcedHost} skips the filters as well
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
        @Nullable String keyName,
        @Nullable String keyType,
        @Nullable String publicKey,
        Map<String, String> metadata,
        List<String> tags,
        List<String> securityGroups,
        @Nullable String availabilityZone,
        @Nullable String requestedHost,
        boolean forcedHost,
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
        return new RequestedServer(
                uuid,
                projectId,
                userId,
                name,
                hostname,
                null,
                flavor,
                imageId,
                imageProperties,
                keyName,
                keyType,
                publicKey,
                Map.of(),
                List.of(),
                securityGroups,
                availabilityZone,
                requestedHost,
                forcedHost,
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
