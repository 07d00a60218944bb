package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/** How many servers hold something on a provider: a row of a sum, not a table. */
@MappedEntity("provider_loads")
public record ProviderLoadRow(@Id UUID provider, int servers) {}
