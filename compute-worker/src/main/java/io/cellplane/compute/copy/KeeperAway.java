package io.cellplane.compute.copy;

/** The host that keeps a guest's disks does not answer, or stopped in the middle: nothing is known of the next try. */
public final class KeeperAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeeperAway(String message, Throwable cause) {
        super(message, cause);
    }

    KeeperAway(String message) {
        super(message);
    }
}
