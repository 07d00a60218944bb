package io.cellplane.temporal.flow;

/** Who serves what. A cell's hosts have a queue of their own, so that slow hosts do not starve its records. */
public final class TaskQueues {
    /** Workflows, and what reaches the API database and the services alone. Served by conductors. */
    public static final String CONTROL = "control";

    private TaskQueues() {}

    /**
     * What reaches into a cell from the control level, with slots of its own: a cell that hangs costs others nothing. Served
     * by conductors.
     */
    public static String control(String cell) {
        return CONTROL + "." + cell;
    }

    /** The records of a cell. Served by its cell-worker. */
    public static String cell(String cell) {
        return "cell." + cell;
    }

    /** Commands to the hosts of a cell. Served by its cell-worker. */
    public static String hosts(String cell) {
        return "cell." + cell + ".hosts";
    }
}
