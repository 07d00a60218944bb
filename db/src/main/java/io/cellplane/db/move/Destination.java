package io.cellplane.db.move;

import io.cellplane.contracts.server.FlavorSpec;
import org.jspecify.annotations.Nullable;

/** What the copy that arrives says of its place from the beginning. */
public record Destination(String host, @Nullable String availabilityZone, FlavorSpec flavor) {}
