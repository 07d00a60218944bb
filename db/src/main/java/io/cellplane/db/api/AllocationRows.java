package io.cellplane.db.api;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** The table {@code allocations}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface AllocationRows extends GenericRepository<AllocationRow, UUID> {

    void saveAll(List<AllocationRow> rows);

    @Query("select * from allocations where server = :server")
    List<AllocationRow> ofServer(UUID server);

    @Query("select * from allocations")
    List<AllocationRow> all();

    @Query("delete from allocations where consumer = :consumer and provider = :provider")
    int release(UUID consumer, UUID provider);

    @Query("delete from allocations where server = :server")
    int releaseAll(UUID server);
}
