package io.cellplane.db.api;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/** What a consumer (a server, an operation or a debt) holds on a provider, for a server. */
@MappedEntity("allocations")
public record AllocationRow(
        @Id UUID consumer, UUID provider, String resourceClass, int used, String consumerType, UUID server) {
    public static final String SERVER = "server";
    public static final String OPERATION = "operation";
    public static final String DEBT = "debt";
}
