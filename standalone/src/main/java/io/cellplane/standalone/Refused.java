package io.cellplane.standalone;

/** What a person asked for cannot be done; the message says why. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Refused(String message) {
        super(message);
    }
}
