package io.cellplane.db.control;

import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Transient;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A move of a server, as users and operators see it, and what its way back needs to know.
 *
 * @param uuid the operation
 * @param oldFlavor as JSON of a FlavorSpec, like {@code newFlavor}
 * @param wasRunning whether the server ran before, so that it does so afterwards
 */
@MappedEntity("migrations")
public record MigrationRow(
        @Id @GeneratedValue @Nullable Integer id,
        UUID uuid,
        UUID server,
        String projectId,
        String userId,
        String migrationType,
        String status,
        String sourceCell,
        String sourceHost,
        UUID sourceProvider,
        long sourceGeneration,
        @Nullable String destCell,
        @Nullable String destHost,
        @Nullable UUID destProvider,
        String oldFlavor,
        String newFlavor,
        boolean wasRunning,
        Instant createdAt,
        Instant updatedAt) {
    public static final String RESIZE = "resize";
    public static final String MIGRATION = "migration";

    public static final String PRE_MIGRATING = "pre-migrating";
    public static final String MIGRATING = "migrating";
    public static final String POST_MIGRATING = "post-migrating";
    public static final String FINISHED = "finished";
    public static final String CONFIRMING = "confirming";
    public static final String CONFIRMED = "confirmed";
    public static final String REVERTING = "reverting";
    public static final String REVERTED = "reverted";
    public static final String ERROR = "error";

    private static final Set<String> OVER = Set.of(CONFIRMED, REVERTED, ERROR);

    /** Also while it waits for its confirm or revert. */
    @Transient
    public boolean isUnderWay() {
        return !OVER.contains(status);
    }
}
