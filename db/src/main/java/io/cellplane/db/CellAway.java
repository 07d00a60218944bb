package io.cellplane.db;

/** A cell's database does not answer, or its breaker is open, or it is not to be worked with; others are not affected. */
public final class CellAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String cell;

    public CellAway(String cell, Throwable cause) {
        super("cell " + cell + " does not answer", cause);
        this.cell = cell;
    }

    private CellAway(String cell, String message) {
        super(message);
        this.cell = cell;
    }

    /** Known without asking it: nobody has judged its hosts lately, or has heard them and can tell why not. */
    public static CellAway notJudged(String cell) {
        return new CellAway(
                cell, "nobody knows how the hosts of cell " + cell + " are: it, or its bus, does not answer");
    }

    /** @param has the number of the last migration that it has had */
    static CellAway tooOld(String cell, int has) {
        return new CellAway(
                cell,
                "the schema of cell " + cell + " is at " + has + ", this build needs " + Schema.CELL.version()
                        + ": migrate it first");
    }

    /** What answers at its address is the database of another cell. */
    static CellAway anothers(String cell, CellIdentity own, CellIdentity found) {
        return new CellAway(
                cell,
                "the database at the address of cell " + own + " is that of cell " + found
                        + ": it is left alone; correct the address");
    }

    public String cell() {
        return cell;
    }
}
