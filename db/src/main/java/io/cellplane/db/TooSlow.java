package io.cellplane.db;

/**
 * A read took longer than it may: its database has ended it, or too many of the same project are under way. Nobody is
 * away.
 */
public final class TooSlow extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TooSlow(Throwable cause) {
        super("the database has ended the statement", cause);
    }

    TooSlow(String message) {
        super(message, null, false, false);
    }
}
