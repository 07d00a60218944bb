package io.cellplane.contracts.operation;

/** What makes way for an operation when it is asked for. */
public enum Precedence {
    NONE,
    OVER_REBOOTS,
    OVER_ALL_BUT_DELETE,
    OVER_ALL;

    boolean covers(Kind before) {
        return switch (this) {
            case NONE -> false;
            case OVER_REBOOTS -> before == Kind.REBOOT || before == Kind.HARD_REBOOT;
            case OVER_ALL_BUT_DELETE -> before != Kind.DELETE;
            case OVER_ALL -> true;
        };
    }
}
