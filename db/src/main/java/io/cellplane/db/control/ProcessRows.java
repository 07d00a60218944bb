package io.cellplane.db.control;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;

/** The table {@code processes}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface ProcessRows extends GenericRepository<ProcessRow, String> {

    @Query("select * from processes where kind = :kind order by name")
    List<ProcessRow> of(String kind);

    @Query("insert into processes (kind, name, last_seen_at) values (:kind, :name, :now)"
            + " on duplicate key update last_seen_at = values(last_seen_at)")
    int seen(String kind, String name, Instant now);

    /** Those that have not been seen since. */
    @Query("delete from processes where last_seen_at < :before")
    int forget(Instant before);
}
