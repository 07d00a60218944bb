package io.cellplane.contracts.operation;

import io.cellplane.contracts.server.TaskState;

/** What makes way for an operation when it is asked for. */
public enum Precedence {
    NONE,
    /** Over what has the guest restart, or rest in memory. */
    OVER_RESTARTS,
    /** All but a delete, which stays. What waits is dropped, and a way back that is open is closed. */
    OVER_ALL;

    boolean covers(Kind before) {
        return switch (this) {
            case NONE -> false;
            case OVER_RESTARTS -> before.task() != null && TaskState.RESTARTING.contains(before.task());
            case OVER_ALL -> before != Kind.DELETE;
        };
    }
}
