package io.cellplane.db.lists;

/** A filter's regular expression is none. */
public final class InvalidRegex extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidRegex(String regex) {
        super("not a regular expression: " + regex, null, false, false);
    }
}
