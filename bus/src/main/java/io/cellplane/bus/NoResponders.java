package io.cellplane.bus;

/** Nobody subscribes to the subject: the other side is away, known at once. */
public final class NoResponders extends BusFailure {
    private static final long serialVersionUID = 1L;

    NoResponders(String subject) {
        super("nobody listens on " + subject, null);
    }
}
