package io.cellplane.db.audit;

import java.util.UUID;

/** A port at the network service that was made or taken for a server. */
public record HeldPort(String id, UUID server) {}
