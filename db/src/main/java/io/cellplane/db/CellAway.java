package io.cellplane.db;

/** A cell's database does not answer, or its breaker is open; others are not affected. */
public final class CellAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String cell;

    public CellAway(String cell, Throwable cause) {
        super("cell " + cell + " does not answer", cause);
        this.cell = cell;
    }

    /** Known without asking it: nobody has judged its hosts lately. */
    public CellAway(String cell) {
        super("cell " + cell + " does not answer");
        this.cell = cell;
    }

    public String cell() {
        return cell;
    }
}
