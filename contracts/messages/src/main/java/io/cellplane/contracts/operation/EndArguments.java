package io.cellplane.contracts.operation;

import java.util.UUID;

/**
 * The arguments of a confirm or a revert.
 *
 * @param move the resize of which it is the end
 */
public record EndArguments(UUID move) {}
