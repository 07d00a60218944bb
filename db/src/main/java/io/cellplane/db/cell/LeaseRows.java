package io.cellplane.db.cell;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The table {@code leases}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface LeaseRows extends GenericRepository<LeaseRow, String> {

    @Query("insert into leases (name, holder, until) values (:name, :holder, :until) on duplicate key update"
            + " holder = if(holder = :holder or until < :now, :holder, holder),"
            + " until = if(holder = :holder, :until, until)")
    int take(String name, UUID holder, Instant until, Instant now);

    @Query("select * from leases where name = :name")
    Optional<LeaseRow> find(String name);
}
