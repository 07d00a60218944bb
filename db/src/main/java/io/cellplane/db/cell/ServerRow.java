package io.cellplane.db.cell;

import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A server's record in its cell. Each column has one owner: the operation (state, host, flavor), the API (name,
 * description, lock) or the hosts' reports (power); {@code generation} and {@code moveState} say whether this copy counts.
 */
@MappedEntity("instances")
public record ServerRow(
        @Id @GeneratedValue @Nullable Long id,
        UUID uuid,
        long generation,
        @Nullable String moveState,
        @Nullable UUID operation,
        String projectId,
        String userId,
        @Nullable String imageRef,
        @Nullable String kernelId,
        @Nullable String ramdiskId,
        String hostname,
        String displayName,
        @Nullable String displayDescription,
        int launchIndex,
        @Nullable String keyName,
        @Nullable String keyData,
        int powerState,
        @Nullable UUID powerBootId,
        long powerSequence,
        String vmState,
        @Nullable String taskState,
        int memoryMb,
        int vcpus,
        int rootGb,
        int ephemeralGb,
        String flavorid,
        @Nullable String host,
        @Nullable String node,
        @Nullable String launchedOn,
        @Nullable String availabilityZone,
        @Nullable String userData,
        String reservationId,
        @Nullable Instant launchedAt,
        @Nullable Instant terminatedAt,
        boolean locked,
        @Nullable String lockedBy,
        @Nullable String lockedReason,
        @Nullable String osType,
        @Nullable String architecture,
        @Nullable String vmMode,
        @Nullable String rootDeviceName,
        boolean configDrive,
        @Nullable String accessIpV4,
        @Nullable String accessIpV6,
        boolean autoDiskConfig,
        int progress,
        Instant createdAt,
        @Nullable Instant updatedAt,
        @Nullable Instant deletedAt,
        boolean deleted) {}
