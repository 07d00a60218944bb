package io.cellplane.db.control;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code aggregates}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface AggregateRows extends GenericRepository<AggregateRow, Integer> {

    /** Zero when the name is taken. */
    @Query("insert ignore into aggregates (uuid, name, created_at) values (:uuid, :name, :now)")
    int add(UUID uuid, String name, Instant now);

    @Query("select * from aggregates order by id")
    List<AggregateRow> all();

    @Query("select * from aggregates where id = :id")
    Optional<AggregateRow> find(int id);

    /** Locks it until the transaction ends, so that changes to its hosts and metadata follow each other. */
    @Query("select * from aggregates where id = :id for update")
    Optional<AggregateRow> lock(int id);

    /** Locks all of them, in order: a host may be in one zone only, and that is a matter between aggregates. */
    @Query("select * from aggregates order by id for update")
    List<AggregateRow> lockAll();

    @Query("select * from aggregates where name = :name")
    Optional<AggregateRow> named(String name);

    @Query("update aggregates set name = :name, updated_at = :now where id = :id")
    int rename(int id, String name, Instant now);

    @Query("update aggregates set updated_at = :now where id = :id")
    int touch(int id, Instant now);

    @Query("delete from aggregates where id = :id")
    int remove(int id);
}
