package io.cellplane.trials.kill;

/** How a server stands when nothing is being done to it. */
enum Stand {
    /** It is not there. */
    NONE(""),
    ACTIVE("ACTIVE"),
    SHUTOFF("SHUTOFF"),
    PAUSED("PAUSED"),
    SUSPENDED("SUSPENDED"),
    /** Resized within its cell, to be confirmed or reverted. */
    MOVED("VERIFY_RESIZE"),
    /** The same, across cells. */
    MOVED_ACROSS("VERIFY_RESIZE");

    private final String status;

    Stand(String status) {
        this.status = status;
    }

    /** As users see it; empty when it is gone. */
    String status() {
        return status;
    }
}
