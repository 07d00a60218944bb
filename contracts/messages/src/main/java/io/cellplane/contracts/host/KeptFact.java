package io.cellplane.contracts.host;

import java.util.UUID;

/**
 * What a host keeps of a guest that has left it.
 *
 * @param operation that keeps it
 * @param ran whether the guest ran before
 */
public record KeptFact(UUID server, UUID operation, boolean ran) {}
