package io.cellplane.contracts.operation;

import io.cellplane.contracts.server.FlavorSpec;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a resize or cold migration.
 *
 * @param flavor that it is to have; when it only migrates, the one that it has
 * @param host where an administrator wants it; null leaves the choice
 * @param acrossCells whether hosts of other cells may be chosen
 * @param sameHost whether the host that it is on may be chosen
 */
public record MoveArguments(FlavorSpec flavor, @Nullable String host, boolean acrossCells, boolean sameHost) {}
