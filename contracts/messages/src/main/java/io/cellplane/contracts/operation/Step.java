package io.cellplane.contracts.operation;

import java.util.UUID;

/**
 * One attempt of one step of an operation: the key of every ledger.
 *
 * @param attempt minted by the workflow; a redo is a new attempt
 */
public record Step(UUID operation, String name, int attempt) {

    /** A step within this one, which has an outcome of its own. */
    public Step part(String suffix) {
        return new Step(operation, name + suffix, attempt);
    }
}
