package io.cellplane.db.control;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** The table {@code aggregate_hosts}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface AggregateHostRows extends GenericRepository<AggregateHostRow, Integer> {

    /** Zero when the host is in it already. */
    @Query("insert ignore into aggregate_hosts (aggregate_id, host) values (:aggregateId, :host)")
    int add(int aggregateId, String host);

    @Query("select * from aggregate_hosts order by aggregate_id, host")
    List<AggregateHostRow> all();

    /** Each host with what its aggregates' metadata say under that name; once for each such aggregate. */
    @Query("select h.host, m.value from aggregate_hosts h join aggregate_metadata m"
            + " on m.aggregate_id = h.aggregate_id where m.name = :name")
    List<HostValueRow> values(String name);

    /** How many servers each host holds, by their allocations; hosts without any are left out. */
    @Query("select p.host, count(distinct a.server) as servers from allocations a join resource_providers p"
            + " on p.uuid = a.provider group by p.host")
    List<AggregateServerRow> servers();

    @Query("select * from aggregate_hosts where aggregate_id = :aggregateId order by host")
    List<AggregateHostRow> of(int aggregateId);

    @Query("delete from aggregate_hosts where aggregate_id = :aggregateId and host = :host")
    int remove(int aggregateId, String host);

    /** Takes the host out of all of them. */
    @Query("delete from aggregate_hosts where host = :host")
    int removeAll(String host);
}
