package io.cellplane.db.control;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Counts for those who watch an installation; each reads only what is open or few. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface CountRows extends GenericRepository<OperationRow, UUID> {

    /** By kind and state. */
    @Query("select kind as first, state as second, count(*) as `rows` from operations"
            + " where state in ('admitting', 'accepted', 'waiting', 'running', 'verify', 'closing')"
            + " group by kind, state")
    List<CountRow> openOperations();

    /** By kind and state. */
    @Query("select kind as first, state as second, count(*) as `rows` from operations"
            + " where state in ('admitting', 'accepted', 'waiting', 'running', 'verify', 'closing')"
            + " and deadline < :now group by kind, state")
    List<CountRow> overdueOperations(Instant now);

    /** By kind and cell. */
    @Query("select kind as first, cell as second, count(*) as `rows` from debts group by kind, cell")
    List<CountRow> debts();

    /** Age of the oldest, in seconds, by kind and cell. */
    @Query("select kind as first, cell as second, timestampdiff(second, min(since), :now) as `rows` from debts"
            + " group by kind, cell")
    List<CountRow> debtAges(Instant now);

    /** By cell and state, without those that are retired. */
    @Query("select cell as first, state as second, count(*) as `rows` from host_states"
            + " where retired_at is null group by cell, state")
    List<CountRow> hosts();
}
