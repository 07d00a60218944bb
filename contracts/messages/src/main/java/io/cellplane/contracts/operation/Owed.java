package io.cellplane.contracts.operation;

import org.jspecify.annotations.Nullable;

/**
 * What a host or a cell that does not answer still has to be rid of: it becomes a debt, and nobody waits for it.
 *
 * @param host whose guest it is; null for the record in the cell's database
 * @param generation nothing newer is touched
 */
public record Owed(String cell, @Nullable String host, long generation) {}
