package io.cellplane.db.control;

import io.micronaut.core.annotation.Introspected;

/** How many rows there are of one sort, by two of their columns. */
@Introspected
public record CountRow(String first, String second, long rows) {}
