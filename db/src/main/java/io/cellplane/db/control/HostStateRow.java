package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Transient;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whether a host may be used, as reported (state) and as decided by an operator (disabled, forced down).
 *
 * @param build what its agent was built from; null from who does not say so
 */
@MappedEntity("host_states")
public record HostStateRow(
        @Id String host,
        String cell,
        UUID serviceUuid,
        String state,
        Instant since,
        @Nullable Instant lastSeenAt,
        boolean disabled,
        @Nullable String disabledReason,
        boolean forcedDown,
        @Nullable String forcedDownBy,
        @Nullable Instant forcedDownAt,
        long version,
        Instant createdAt,
        @Nullable Instant retiredAt,
        @Nullable String retiredBy,
        @Nullable String build) {
    public static final String UP = "up";
    public static final String DOWN = "down";
    public static final String UNKNOWN = "unknown";

    /** For good: it is never chosen, not heard, and owes nothing. */
    @Transient
    public boolean retired() {
        return retiredAt != null;
    }

    /** Whether somebody has said that nothing runs on it any more. */
    @Transient
    public boolean fenced() {
        return forcedDown || retired();
    }

    /** Whether it can do anything. */
    @Transient
    public boolean up() {
        return state.equals(UP) && !fenced();
    }
}
