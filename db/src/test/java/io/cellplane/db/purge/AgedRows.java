package io.cellplane.db.purge;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.UUID;

/** Makes steps older than they are. */
@JdbcRepository(dialect = Dialect.MYSQL)
interface AgedRows extends GenericRepository<OverRow, UUID> {

    @Query("update steps set at = :at where operation = :operation")
    int age(UUID operation, Instant at);
}
