package io.cellplane.db.control;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code operations}. Every change of state is a compare-and-set on the state. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface OperationRows extends GenericRepository<OperationRow, UUID> {

    void save(OperationRow row);

    void saveAll(List<OperationRow> rows);

    @Query("select * from operations where id = :id")
    Optional<OperationRow> find(UUID id);

    @Query("select * from operations where id in (:ids)")
    List<OperationRow> findAll(List<UUID> ids);

    /** Those in a state, in the order in which they were touched: what comes after one. */
    @Query("select * from operations where state = :state and updated_at >= :at and (updated_at > :at or id > :id)"
            + " order by updated_at, id limit :most")
    List<OperationRow> inState(String state, Instant at, String id, int most);

    /** Whether one works on the server, or one was touched since then; who waits for a decision does not work. */
    @Query("select exists(select 1 from operations where server = :server and (updated_at >= :since"
            + " or state <> 'closed' and not (state = 'verify' and decision is null)))")
    boolean isBusySince(UUID server, Instant since);

    /** One that is not known is not. */
    default boolean isOpen(UUID id) {
        return find(id).filter(OperationRow::isOpen).isPresent();
    }

    /** What a lane names, as long as it keeps others out. */
    default @Nullable OperationRow inTheWay(@Nullable UUID operation) {
        return operation == null
                ? null
                : find(operation).filter(OperationRow::isInTheWay).orElse(null);
    }

    @Query("select * from operations where server = :server order by created_at desc, id desc")
    List<OperationRow> of(UUID server);

    @Query("select * from operations where server = :server and state <> 'closed' order by created_at, id")
    List<OperationRow> openOf(UUID server);

    @Query("select * from operations where state <> 'closed' order by created_at, id")
    List<OperationRow> open();

    /** Those in a state and untouched since, oldest first. */
    @Query("select * from operations where state = :state and updated_at < :before order by updated_at limit :most")
    List<OperationRow> stale(String state, Instant before, int most);

    /**
     * Those that stand between being let in and being taken back, of servers in that cell, oldest first.
     *
     * @param cell null for servers without one
     */
    @Query("select o.* from operations o left join instance_mappings m on m.uuid = o.server where m.cell <=> :cell"
            + " and (o.state = 'admitting' and o.updated_at < :admitted or o.state = 'withdrawn' and o.updated_at < :withdrawn)"
            + " order by o.updated_at limit :most")
    List<OperationRow> halfway(@Nullable String cell, Instant admitted, Instant withdrawn, int most);

    /** Those that have come to VERIFY_RESIZE and still hold their lane: it may not be shown yet. */
    @Query("select o.* from operations o join lanes l on l.server = o.server and l.life = o.id"
            + " where o.state = 'verify' and o.updated_at < :before order by o.updated_at limit :most")
    List<OperationRow> unshown(Instant before, int most);

    @Query("update operations set state = :to, updated_at = :now where id = :id and state = :from")
    int advance(UUID id, String from, String to, Instant now);

    /** @return 1 also when it is running or closing already: the step may be repeated, and what was closing goes on closing */
    @Query("update operations set state = if(state = 'closing', 'closing', 'running'), updated_at = :now"
            + " where id = :id and state in ('accepted', 'running', 'closing')")
    int begin(UUID id, Instant now);

    @Query("update operations set state = 'closing', updated_at = :now where id = :id"
            + " and state in ('accepted', 'running', 'closing')")
    int closing(UUID id, Instant now);

    @Query("update operations set state = 'closed', outcome = :outcome, updated_at = :now where id = :id"
            + " and state <> 'closed'")
    int close(UUID id, @Nullable String outcome, Instant now);

    /** Waiting ones whose predecessor is to be told again: the longer they wait, the more seldom, up to five minutes. */
    @Query("select * from operations where state = 'waiting' and updated_at < :before and updated_at <"
            + " timestampadd(second, -least(300, timestampdiff(second, created_at, :now) / 10), :now)"
            + " order by updated_at limit :most")
    List<OperationRow> unnudged(Instant now, Instant before, int most);

    @Query("update operations set updated_at = :now where id = :id and state = :state")
    int touch(UUID id, String state, Instant now);

    /** From here it will not begin: it is taken back. @return 1 also when it is being taken back already */
    @Query("update operations set state = 'withdrawn', updated_at = :now where id = :id"
            + " and state in ('admitting', 'accepted', 'waiting', 'withdrawn')")
    int withdraw(UUID id, Instant now);

    @Query("delete from operations where id = :id and state = 'withdrawn'")
    int takeBack(UUID id);

    /** The move whose way back is still open. */
    @Query("select * from operations where server = :server and state = 'verify' order by created_at desc limit 1")
    Optional<OperationRow> toVerify(UUID server);

    /** One of confirm, revert and delete wins. @return 1 for the winner only */
    @Query("update operations set decision = :decision, updated_at = :now where id = :id and state = 'verify'"
            + " and decision is null")
    int decide(UUID id, String decision, Instant now);

    @Query("update operations set decision = null where id = :id and state = 'verify' and decision = :decision")
    int undecide(UUID id, String decision);

    /** From here it holds the way back. @return 1 also when it does already */
    @Query("update operations set state = 'verify', deadline = :until, updated_at = :now where id = :id"
            + " and state in ('running', 'verify')")
    int verify(UUID id, Instant until, Instant now);

    /** Sets the end of its window anew. */
    @Query("update operations set deadline = :until, updated_at = least(updated_at, timestampadd(second, -1, :until))"
            + " where id = :id and state = 'verify'")
    int window(UUID id, Instant until);

    /** Its window is over and it could not be confirmed: it is overdue, and others come first. */
    @Query("update operations set updated_at = :now where id = :id and state = 'verify'")
    int postpone(UUID id, Instant now);

    /** Those whose window is over, but for those that were tried in vain after {@code tried}. */
    @Query("select * from operations where state = 'verify' and decision is null and deadline < :now"
            + " and (updated_at < deadline or updated_at < :tried) order by updated_at limit :most")
    List<OperationRow> expired(Instant now, Instant tried, int most);

    /** Changes what an operation was asked for while it is under way. */
    @Query("update operations set arguments = :arguments where id = :id and state <> 'closed'")
    int ask(UUID id, String arguments);
}
