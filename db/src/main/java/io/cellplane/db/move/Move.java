package io.cellplane.db.move;

import io.cellplane.contracts.operation.Step;
import java.util.UUID;

/**
 * A move of a server's records, minted by its workflow.
 *
 * @param operation who moves it, and owns the life columns of both copies
 * @param from the cell that the mapping names
 * @param generation the mapping's; the copy that arrives has the next
 */
public record Move(UUID operation, UUID server, String from, String to, long generation) {
    public static final String COPY = "move.copy";
    public static final String MERGE = "move.merge";
    public static final String SEAL = "move.seal";
    public static final String DELTA = "move.delta";
    public static final String FLIP = "move.flip";
    public static final String OPEN = "move.open";
    public static final String DEPART = "move.depart";

    /** The generation of the copy that arrives. */
    public long arriving() {
        return generation + 1;
    }

    Step step(String name, int attempt) {
        return new Step(operation, name, attempt);
    }
}
