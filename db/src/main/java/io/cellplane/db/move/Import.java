package io.cellplane.db.move;

/** What an export is brought into the other cell for. */
enum Import {
    /** Into a cell that has no copy that counts. */
    COPY,
    /** Into the arriving copy, while the source is sealed. */
    DELTA,
    /** Into the copy that a revert goes back to. */
    MERGE
}
