package io.cellplane.contracts.operation;

/** Where an operation stands ({@code operations.state}); taken back means that the row is gone. */
public final class OperationState {
    /** Being checked by the API; nobody has been told yes. */
    public static final String ADMITTING = "admitting";
    /** Promised to the user; its workflow is started now or by the starter. */
    public static final String ACCEPTED = "accepted";
    /** A successor in its lane's {@code next}; becomes accepted when the operation before it ends. */
    public static final String WAITING = "waiting";
    /** Its workflow has begun. */
    public static final String RUNNING = "running";
    /** Done, and its row holds the way back until it is confirmed, reverted or deleted; its lane is free. */
    public static final String VERIFY = "verify";
    /** Being taken back: what it has admitted is undone, then the row goes. */
    public static final String WITHDRAWN = "withdrawn";
    /** Its last state is being written; the gate is open for the next operation within moments. */
    public static final String CLOSING = "closing";
    /** Over. */
    public static final String CLOSED = "closed";

    private OperationState() {}
}
