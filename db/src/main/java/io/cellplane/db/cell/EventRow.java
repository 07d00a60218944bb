package io.cellplane.db.cell;

import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One step of an action, as operators read it; attempt tells repeats apart. */
@MappedEntity("instance_actions_events")
public record EventRow(
        @Id @GeneratedValue @Nullable Long id,
        long actionId,
        String event,
        int attempt,
        Instant startTime,
        @Nullable Instant finishTime,
        @Nullable String result,
        @Nullable String traceback,
        @Nullable String host,
        @Nullable String details) {}
