package io.cellplane.standalone;

/** What a person asked for cannot be done; the message says why. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refused(String message) {
        super(message);
    }
}
