package io.cellplane.db;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One attempt of one step, in the ledger of the store that it acts on. */
@MappedEntity("steps")
public record StepRow(
        @Id UUID operation,
        String step,
        int attempt,
        String state,
        @Nullable String outcome,
        Instant at) {}
