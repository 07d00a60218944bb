package io.cellplane.db.lists;

import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.contracts.server.TaskState;
import io.cellplane.contracts.server.VmState;
import io.cellplane.db.cell.ServerRow;
import org.jspecify.annotations.Nullable;

/**
 * A server as readers find it.
 *
 * @param cell null while it has no record in a cell; then {@code requested} is there
 * @param leaving a delete of it has been accepted
 */
public record Listed(
        @Nullable String cell, ServerRow row, @Nullable RequestedServer requested, boolean leaving) {

    /** What is being done to it; a delete is seen from its acceptance on. */
    public @Nullable String taskState() {
        return leaving && !row.deleted() ? TaskState.DELETING : row.taskState();
    }

    /** A server that has been accepted, as its record will look. */
    public static Listed of(RequestedServer server) {
        return new Listed(null, row(server), server, false);
    }

    Listed leaving(boolean queued) {
        return queued == leaving ? this : new Listed(cell, row, requested, queued);
    }

    private static ServerRow row(RequestedServer server) {
        return new ServerRow(
                null,
                server.uuid(),
                1,
                null,
                null,
                server.projectId(),
                server.userId(),
                server.imageId(),
                server.imageProperties().get("kernel_id"),
                server.imageProperties().get("ramdisk_id"),
                server.hostname(),
                server.name(),
                server.description(),
                server.launchIndex(),
                server.keyName(),
                server.publicKey(),
                0,
                null,
                0,
                VmState.BUILDING,
                TaskState.SCHEDULING,
                server.flavor().memoryMb(),
                server.flavor().vcpus(),
                server.flavor().rootGb(),
                server.flavor().ephemeralGb(),
                server.flavor().flavorid(),
                null,
                null,
                null,
                server.availabilityZone(),
                null,
                server.reservationId(),
                null,
                null,
                false,
                null,
                null,
                null,
                null,
                null,
                null,
                server.configDrive(),
                server.accessIpV4(),
                server.accessIpV6(),
                server.autoDiskConfig(),
                0,
                server.createdAt(),
                null,
                null,
                false);
    }
}
