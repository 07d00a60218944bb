package io.cellplane.temporal.flow;

/** Who serves what. A cell's hosts have a queue of their own, so that slow hosts do not starve its records. */
public final class TaskQueues {
    /** Workflows, and what reaches the API database and the services. Served by conductors. */
    public static final String CONTROL = "control";

    private TaskQueues() {}

    /** The records of a cell. Served by its cell-worker. */
    public static String cell(String cell) {
        return "cell." + cell;
    }

    /** Commands to the hosts of a cell. Served by its cell-worker. */
    public static String hosts(String cell) {
        return "cell." + cell + ".hosts";
    }
}
