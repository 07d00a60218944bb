package io.cellplane.db.audit;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who did not answer.
 *
 * @param host null when it is the cell's database
 */
public record NotAsked(String cell, @Nullable String host) {
    @Override
    public String toString() {
        return host == null ? "the database of cell " + cell : "host " + host + " of cell " + cell;
    }
}
