package io.cellplane.db.move;

/**
 * What a ledger keeps of a copy, a merge or a delta.
 *
 * @param digest of all rows that the target held then; the same for the same rows in any database
 */
public record Brought(long generation, int rows, String digest) {}
