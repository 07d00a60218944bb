package io.cellplane.db.cell;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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

    /** Begins it, ends it or both; what has ended stays as it ended. */
    @Query("insert into instance_actions_events"
            + " (action_id, event, attempt, start_time, finish_time, result, host, details)"
            + " values (:actionId, :event, :attempt, :began, :ended, :result, :host, :details)"
            + " on duplicate key update host = coalesce(host, values(host)),"
            + " result = if(finish_time is null, values(result), result),"
            + " details = if(finish_time is null, values(details), details),"
            + " finish_time = coalesce(finish_time, values(finish_time))")
    int put(
            long actionId,
            String event,
            int attempt,
            Instant began,
            @Nullable Instant ended,
            @Nullable String result,
            @Nullable String host,
            @Nullable String details);

    /** The servers of a range of ids whose copy counts and has one without an end, in their order. */
    @Query("select distinct straight_join a.instance_uuid from instance_actions a"
            + " join instances i on i.uuid = a.instance_uuid join instance_actions_events e on e.action_id = a.id"
            + " where a.instance_uuid > :after and a.instance_uuid <= :to and i.move_state is null"
            + " and e.finish_time is null order by a.instance_uuid limit :most")
    List<UUID> withoutEndIn(String after, String to, int most);

    @Query("update instance_actions_events set finish_time = :now, result = :result, details = :details"
            + " where action_id = :actionId and finish_time is null")
    int finishOpen(long actionId, String result, @Nullable String details, Instant now);

    /** Of all actions of the server but that of the request. */
    @Query("update instance_actions_events e join instance_actions a on a.id = e.action_id"
            + " set e.finish_time = :now, e.result = 'Error', e.details = :details"
            + " where a.instance_uuid = :server and a.request_id <> :requestId and e.finish_time is null")
    int finishOthers(UUID server, String requestId, String details, Instant now);

    @Query("update instance_actions_events set finish_time = :now, result = :result, details = :details"
            + " where action_id = :actionId and event = :event and attempt = :attempt and finish_time is null")
    int finish(long actionId, String event, int attempt, String result, @Nullable String details, Instant now);
}
