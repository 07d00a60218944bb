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
 * @param kind {@link #GUEST}, {@link #RECORD}, or what is to become of a kept guest
 * @param placing of the guest; 0 where its name says what it is, or who left it did not know
 * @param operation fenced off before the debt is paid
 * @param triedAt when a payment was last begun
 * @param keptBy the operation that keeps the guest, or brought it back, in that {@code attempt}
 */
@MappedEntity("debts")
public record DebtRow(
        @Id UUID id,
        String kind,
        String cell,
        @Nullable String host,
        UUID server,
        long generation,
        long placing,
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

    /** A guest that may have come back, to be kept again: it runs elsewhere. */
    public static final String AGAIN = "again";

    public static String kind(Owed owed) {
        Owed.Kept kept = owed.kept();
        if (kept == null) {
            return owed.host() == null ? RECORD : GUEST;
        }
        return switch (kept.fate()) {
            case DISCARDED -> KEPT;
            case COMES_BACK -> BACK;
            case KEPT_AGAIN -> AGAIN;
        };
    }

    @Transient
    public Owed owed() {
        return new Owed(cell, host, generation, placing, keptBy == null ? null : kept(keptBy));
    }

    private Owed.Kept kept(UUID by) {
        Owed.Fate fate = switch (kind) {
            case BACK -> Owed.Fate.COMES_BACK;
            case AGAIN -> Owed.Fate.KEPT_AGAIN;
            default -> Owed.Fate.DISCARDED;
        };
        return new Owed.Kept(by, attempt == null ? 1 : attempt, fate);
    }
}
