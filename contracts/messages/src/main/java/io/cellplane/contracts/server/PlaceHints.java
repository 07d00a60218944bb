package io.cellplane.contracts.server;

import java.util.List;
import java.util.UUID;

/**
 * Where a server is to be beside others of its project.
 *
 * @param sameHost on a host of one of these; empty: wherever
 * @param differentHost on no host of these
 */
public record PlaceHints(List<UUID> sameHost, List<UUID> differentHost) {}
