package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is still owed.
 *
 * @param kind {@link #GUEST} or {@link #RECORD}
 * @param operation fenced off before the debt is paid
 * @param triedAt when a payment was last begun
 */
@MappedEntity("debts")
public record DebtRow(
        @Id UUID id,
        String kind,
        String cell,
        @Nullable String host,
        UUID server,
        long generation,
        UUID operation,
        String requestId,
        String projectId,
        Instant since,
        Instant triedAt) {
    /** A guest on a host. */
    public static final String GUEST = "guest";

    /** The record in a cell's database. */
    public static final String RECORD = "record";
}
