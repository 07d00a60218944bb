package io.cellplane.contracts.failure;

/** A fact refuses what was asked: time alone will not change it, so it is never retried as it is. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Failure failure;

    public Refused(Failure failure, String message) {
        super(message, null, false, false);
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
