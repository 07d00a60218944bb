package io.cellplane.db.cells;

import org.jspecify.annotations.Nullable;

/**
 * Two places that say different things of a cell.
 *
 * @param about {@code cell0}, {@code database}, {@code bus}, {@code host} or {@code servers}
 * @param host whose it is; null: the cell's own
 */
public record Mismatch(String about, @Nullable String host, String says) {
    static Mismatch of(String about, String says) {
        return new Mismatch(about, null, says);
    }
}
