package io.cellplane.db.cell;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code instance_actions_events}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface EventRows extends GenericRepository<EventRow, Long> {

    EventRow save(EventRow row);

    @Query("select * from instance_actions_events where action_id = :actionId order by start_time, id")
    List<EventRow> of(long actionId);

    @Query(
            "select * from instance_actions_events where action_id = :actionId and event = :event and attempt = :attempt")
    Optional<EventRow> find(long actionId, String event, int attempt);

    @Query("insert ignore into instance_actions_events (action_id, event, attempt, start_time, host)"
            + " values (:actionId, :event, :attempt, :now, :host)")
    int start(long actionId, String event, int attempt, @Nullable String host, Instant now);

    @Query("update instance_actions_events set finish_time = :now, result = :result, details = :details"
            + " where action_id = :actionId and event = :event and attempt = :attempt and finish_time is null")
    int finish(long actionId, String event, int attempt, String result, @Nullable String details, Instant now);
}
