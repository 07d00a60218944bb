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

    @Query("select * from processes order by kind desc, name")
    List<ProcessRow> all();

    @Query("insert into processes (kind, name, build, last_seen_at) values (:kind, :name, :build, :now)"
            + " on duplicate key update last_seen_at = values(last_seen_at), build = values(build)")
    int seen(String kind, String name, String build, Instant now);

    @Query("delete from processes where kind = :kind and name = :name")
    int remove(String kind, String name);

    /** Those that have not been seen since. */
    @Query("delete from processes where last_seen_at < :before")
    int forget(Instant before);
}
