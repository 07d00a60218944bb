package io.cellplane.db.control;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code debts}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface DebtRows extends GenericRepository<DebtRow, UUID> {

    void save(DebtRow row);

    @Query("select * from debts where id = :id")
    Optional<DebtRow> find(UUID id);

    @Query("select * from debts where server = :server order by id")
    List<DebtRow> of(UUID server);

    @Query("select * from debts where host = :host order by id")
    List<DebtRow> ofHost(String host);

    /** However many there are: for tests of small clouds. */
    @Query("select * from debts order by since, id")
    List<DebtRow> all();

    /** The servers of a range of ids that have some, in their order. */
    @Query("select distinct server from debts where server > :after and server <= :to order by server limit :most")
    List<UUID> serversIn(String after, String to, int most);

    /** Those of the servers up to that one, after a row: in the order of server and id. */
    @Query("select * from debts force index (ix_debts_server) where server >= :server and server <= :to"
            + " and (server > :server or id > :id) order by server, id limit :most")
    List<DebtRow> after(String server, String id, String to, int most);

    /**
     * Those whose host is up, or that are a cell's, and whose last try is over; the one that waits longest first.
     *
     * @param answered a cell that was judged before, and not since then, is not asked
     */
    @Query("select d.* from debts d left join host_states h on h.host = d.host"
            + " left join cell_mappings c on c.name = d.cell"
            + " where d.tried_at < :before and (d.host is null or (h.state = 'up' and h.retired_at is null))"
            + " and (c.judged_at is null or c.judged_at >= :answered) order by d.tried_at limit :most")
    List<DebtRow> payable(Instant before, Instant answered, int most);

    @Query("update debts set tried_at = :now where id = :id")
    int tried(UUID id, Instant now);

    /** Whoever owes it again has told the host of a newer placing, without an answer. */
    @Query("update debts set placing = :placing where id = :id and placing < :placing")
    int raise(UUID id, long placing);

    /** The server is gone: there is nothing to come back to. */
    @Query("delete from debts where server = :server and kind in ('back', 'again')")
    int strikeBack(UUID server);

    /** There is no way back any more: what was to be kept for it is to be destroyed, whatever its host was told since. */
    @Query("update debts set kind = 'guest', kept_by = null, attempt = null,"
            + " placing = coalesce((select l.placing from lanes l where l.server = :server), 0)"
            + " where server = :server and kind = 'again'")
    int giveUp(UUID server);

    @Query("delete from debts where id = :id and placing <= :placing")
    int remove(UUID id, long placing);
}
