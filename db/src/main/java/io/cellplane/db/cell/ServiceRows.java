package io.cellplane.db.cell;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The table {@code services}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface ServiceRows extends GenericRepository<ServiceRow, UUID> {

    @Query("insert into services (uuid, host, `binary`, state, last_seen_up, created_at) values (:uuid, :host, :binary,"
            + " :state, :now, :now) on duplicate key update state = :state, last_seen_up = :now")
    int put(UUID uuid, String host, String binary, String state, Instant now);

    @Query("update services set state = :state where host = :host and state <> :state")
    int transition(String host, String state);

    @Query("delete from services where host = :host")
    int remove(String host);

    @Query("select * from services order by host")
    List<ServiceRow> all();
}
