package io.cellplane.contracts.server;

import org.jspecify.annotations.Nullable;

/** What runs, as the hypervisor says it; the numbers are those of the compute API. */
public enum PowerState {
    NOSTATE(0, null),
    RUNNING(1, VmState.ACTIVE),
    PAUSED(3, VmState.PAUSED),
    SHUTDOWN(4, VmState.STOPPED),
    CRASHED(6, null),
    SUSPENDED(7, VmState.SUSPENDED);

    private final int code;
    private final @Nullable String vmState;

    PowerState(int code, @Nullable String vmState) {
        this.code = code;
        this.vmState = vmState;
    }

    public int code() {
        return code;
    }

    /** The lasting state of a server whose guest its host has brought there; null says nothing of it. */
    public @Nullable String vmState() {
        return vmState;
    }

    public static PowerState of(int code) {
        for (PowerState state : values()) {
            if (state.code == code) {
                return state;
            }
        }
        return NOSTATE;
    }
}
