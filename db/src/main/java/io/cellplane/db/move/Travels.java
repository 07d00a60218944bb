package io.cellplane.db.move;

/** When a column is brought from one cell to the other; each column of a server has one of these. */
public enum Travels {
    /** The API's and the trail's: with the copy, with every delta, and with the merge of a revert. */
    ALWAYS,
    /** The operation's own, until it has ended: a delta leaves what it has written in the target. */
    NOT_WITH_DELTA,
    /** What the server is at its place (host, flavor): the copy that was there before keeps its own at a revert. */
    WITH_COPY;

    boolean goesWith(Import what) {
        return switch (this) {
            case ALWAYS -> true;
            case NOT_WITH_DELTA -> what != Import.DELTA;
            case WITH_COPY -> what == Import.COPY;
        };
    }
}
