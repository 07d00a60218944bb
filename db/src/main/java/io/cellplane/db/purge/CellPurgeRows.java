package io.cellplane.db.purge;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What of a cell's database is over, and how it goes. */
@JdbcRepository(dialect = Dialect.MYSQL)
interface CellPurgeRows extends GenericRepository<OverRow, UUID> {

    @Query("select uuid as id from instances where deleted = true and deleted_at < :before limit :most")
    List<OverRow> servers(Instant before, int most);

    /** Operations' ids sort by their age, so that the oldest steps are the first: {@code youngest} bounds the search. */
    @Query("select distinct operation as id from steps where operation > :after and operation < :youngest"
            + " and at < :before order by operation limit :most")
    List<OverRow> operations(UUID after, UUID youngest, Instant before, int most);

    @Query("delete from steps where operation in (:operations) and at < :before")
    int steps(List<UUID> operations, Instant before);
}
