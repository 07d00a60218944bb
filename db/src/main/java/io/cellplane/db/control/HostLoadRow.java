package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A host with what it holds and owes: a row of a join, not a table.
 *
 * @param provider null when it has never said what it has
 * @param servers those that hold something there, running or not
 */
@MappedEntity("host_loads")
public record HostLoadRow(
        @Id String host,
        String cell,
        String state,
        boolean disabled,
        boolean forcedDown,
        @Nullable Instant retiredAt,
        @Nullable UUID provider,
        int servers,
        int debts) {}
