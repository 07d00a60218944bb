package io.cellplane.contracts.operation;

import java.util.UUID;

/**
 * The arguments of a confirm or a revert.
 *
 * @param move the resize of which it is the end
 * @param forced whether an administrator gives up what was changed since, should the destination's cell not answer
 */
public record EndArguments(UUID move, boolean forced) {

    public EndArguments(UUID move) {
        this(move, false);
    }
}
