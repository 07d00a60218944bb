package io.cellplane.db.admission;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.db.cell.ServerRow;
import org.jspecify.annotations.Nullable;

/** What a server's record must say for an operation to be let in. */
public final class Gate {
    private Gate() {}

    /**
     * @param task what is being done to the server, as its users see it
     * @param mayWhenLocked whether the caller may act on a server that somebody has locked
     * @throws Refused in the words that users know
     */
    public static void check(Kind kind, ServerRow server, @Nullable String task, boolean mayWhenLocked) {
        if (server.locked() && !mayWhenLocked) {
            throw Failure.SERVER_LOCKED.refused(server.uuid());
        }
        if (!kind.vmStates().contains(server.vmState())) {
            throw Failure.SERVER_STATE.refused(kind.action(), server.uuid(), "vm_state", server.vmState());
        }
        if (task != null && !kind.tasks().contains(task)) {
            throw Failure.SERVER_STATE.refused(kind.action(), server.uuid(), "task_state", task);
        }
    }
}
