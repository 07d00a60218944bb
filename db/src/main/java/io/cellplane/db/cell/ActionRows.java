package io.cellplane.db.cell;

import io.cellplane.db.Ascii;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code instance_actions}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface ActionRows extends GenericRepository<ActionRow, Long> {

    ActionRow save(ActionRow row);

    @Query("select * from instance_actions where instance_uuid = :uuid order by start_time desc, id desc")
    List<ActionRow> of(UUID uuid);

    /** @param requestId whatever a caller takes for one */
    default Optional<ActionRow> find(UUID uuid, String requestId) {
        return Ascii.mayBe(requestId) ? findAscii(uuid, requestId) : Optional.empty();
    }

    @Query("select * from instance_actions where instance_uuid = :uuid and request_id = :requestId")
    Optional<ActionRow> findAscii(UUID uuid, String requestId);

    /** All of the server but that of the request. */
    @Query("update instance_actions set finish_time = :now, updated_at = :now, message = 'Error'"
            + " where instance_uuid = :server and request_id <> :requestId and finish_time is null")
    int finishOthers(UUID server, String requestId, Instant now);

    @Query("update instance_actions set finish_time = :now, updated_at = :now, message = :message where id = :id")
    int finish(long id, @Nullable String message, Instant now);
}
