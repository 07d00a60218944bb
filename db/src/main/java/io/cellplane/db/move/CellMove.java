package io.cellplane.db.move;

import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepName;
import java.util.UUID;

/**
 * A move of a server's records, minted by its workflow.
 *
 * @param operation who moves it, and owns the life columns of both copies
 * @param from the cell that the mapping names
 * @param generation the mapping's; the copy that arrives has the next
 */
public record CellMove(UUID operation, UUID server, String from, String to, long generation) {
    /** The generation of the copy that arrives. */
    public long arriving() {
        return generation + 1;
    }

    Step step(StepName name, int attempt) {
        return name.of(operation, attempt);
    }
}
