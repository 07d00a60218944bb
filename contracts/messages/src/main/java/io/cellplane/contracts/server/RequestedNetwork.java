package io.cellplane.contracts.server;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One network card asked for: on a network, or a port of the user's own, which is never deleted with the server. */
public record RequestedNetwork(
        @Nullable UUID networkId,
        @Nullable UUID portId,
        @Nullable String fixedIp,
        @Nullable String tag) {}
