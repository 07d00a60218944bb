package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A cell in the registry: how to reach its database (the password encrypted) and its bus.
 *
 * @param judgedAt when its hosts were judged last, for which its database and a cell-worker must answer; null: never yet
 */
@MappedEntity("cell_mappings")
@SuppressWarnings("ArrayRecordComponent") // never compared, only stored and read
public record CellRow(
        @Id String name,
        UUID uuid,
        String databaseUrl,
        String databaseUser,
        byte[] databasePassword,
        @Nullable String busUrl,
        boolean disabled,
        long version,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant judgedAt) {
    /** A cell is judged every five seconds; one that was not for so long does not answer. */
    public static final Duration SILENT = Duration.ofSeconds(20);

    /** The graveyard: a database without hosts, for servers that never found one. */
    public static final String CELL0 = "cell0";
}
