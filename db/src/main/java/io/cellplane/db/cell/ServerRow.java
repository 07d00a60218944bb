package io.cellplane.db.cell;

import io.cellplane.contracts.server.Description;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.contracts.server.TaskState;
import io.cellplane.contracts.server.VmState;
import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Transient;
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
        boolean deleted) {

    private static final String ROOT_DEVICE = "/dev/vda";

    /** Where a server is to be built. */
    public record Place(String host, String availabilityZone, long generation) {}

    /** What its user says of it. */
    @Transient
    public Description described() {
        return new Description(displayName, displayDescription, accessIpV4, accessIpV6, autoDiskConfig);
    }

    /** What was asked for, as readers find it until there is a record. */
    public static ServerRow of(RequestedServer asked) {
        return of(asked, null, null, null, null);
    }

    /**
     * The first record of what was asked for.
     *
     * @param place null for a server that found none
     */
    public static ServerRow of(
            RequestedServer asked,
            @Nullable Place place,
            @Nullable UUID operation,
            @Nullable String userData,
            @Nullable Instant writtenAt) {
        String host = place == null ? null : place.host();
        return new ServerRow(
                null,
                asked.uuid(),
                place == null ? 1 : place.generation(),
                null,
                operation,
                asked.projectId(),
                asked.userId(),
                asked.imageId(),
                asked.kernel(),
                asked.ramdisk(),
                asked.hostname(),
                asked.name(),
                asked.description(),
                asked.launchIndex(),
                asked.keyName(),
                asked.publicKey(),
                PowerState.NOSTATE.code(),
                null,
                0,
                VmState.BUILDING,
                place == null ? TaskState.SCHEDULING : TaskState.SPAWNING,
                asked.flavor().memoryMb(),
                asked.flavor().vcpus(),
                asked.flavor().rootGb(),
                asked.flavor().ephemeralGb(),
                asked.flavor().flavorid(),
                host,
                host,
                host,
                place == null ? asked.availabilityZone() : place.availabilityZone(),
                userData,
                asked.reservationId(),
                null,
                null,
                false,
                null,
                null,
                asked.imageProperties().get("os_type"),
                asked.imageProperties().get("architecture"),
                asked.imageProperties().get("vm_mode"),
                ROOT_DEVICE,
                asked.configDrive(),
                asked.accessIpV4(),
                asked.accessIpV6(),
                asked.autoDiskConfig(),
                0,
                asked.createdAt(),
                writtenAt,
                null,
                false);
    }
}
