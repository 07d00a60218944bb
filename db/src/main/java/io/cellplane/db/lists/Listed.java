package io.cellplane.db.lists;

import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.contracts.server.TaskState;
import io.cellplane.db.cell.ServerRow;
import org.jspecify.annotations.Nullable;

/**
 * A server as readers find it.
 *
 * @param row its record, without what only hosts and administrators read: user data and public key
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
        return new Listed(null, ServerRow.of(server), server, false);
    }

    Listed leaving(boolean queued) {
        return queued == leaving ? this : new Listed(cell, row, requested, queued);
    }
}
