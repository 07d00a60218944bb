package io.cellplane.contracts.server;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a server is to be, beside others of its project and by what its host has.
 *
 * @param sameHost on a host of one of these; empty: wherever
 * @param differentHost on no host of these
 * @param query an expression that its host fulfils, as it came; null: any host does
 */
public record PlaceHints(
        List<UUID> sameHost,
        List<UUID> differentHost,
        @Nullable String query) {}
