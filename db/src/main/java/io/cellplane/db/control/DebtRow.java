package io.cellplane.db.control;

import io.cellplane.contracts.operation.Owed;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Transient;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is still owed.
 *
 * @param kind {@link #GUEST}, {@link #RECORD}, {@link #KEPT} or {@link #BACK}
 * @param operation fenced off before the debt is paid
 * @param triedAt when a payment was last begun
 * @param keptBy the operation that keeps the guest, of {@link #KEPT} and {@link #BACK}; {@code attempt} in which it left
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
        Instant triedAt,
        @Nullable UUID keptBy,
        @Nullable Integer attempt) {
    /** A guest on a host. */
    public static final String GUEST = "guest";

    /** The record in a cell's database. */
    public static final String RECORD = "record";

    /** A guest that is kept on a host, to be discarded. */
    public static final String KEPT = "kept";

    /** A guest that is kept on a host, to be the guest again: nobody else has it. */
    public static final String BACK = "back";

    public static String kind(Owed owed) {
        Owed.Kept kept = owed.kept();
        return kept != null ? kept.comesBack() ? BACK : KEPT : owed.host() == null ? RECORD : GUEST;
    }

    @Transient
    public Owed owed() {
        Owed.Kept kept =
                keptBy == null ? null : new Owed.Kept(keptBy, attempt == null ? 1 : attempt, kind.equals(BACK));
        return new Owed(cell, host, generation, kept);
    }
}
