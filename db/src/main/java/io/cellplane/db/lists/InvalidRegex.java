package io.cellplane.db.lists;

/** A filter's regular expression is none, or one that the database gives up on. */
public final class InvalidRegex extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private InvalidRegex(String message) {
        super(message, null, false, false);
    }

    static InvalidRegex none(String regex) {
        return new InvalidRegex("not a regular expression: " + regex);
    }

    static InvalidRegex tooHard() {
        return new InvalidRegex("matching it takes too many steps");
    }
}
