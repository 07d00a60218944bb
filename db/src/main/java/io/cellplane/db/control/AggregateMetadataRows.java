package io.cellplane.db.control;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** The table {@code aggregate_metadata}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface AggregateMetadataRows extends GenericRepository<AggregateMetadataRow, Integer> {

    @Query("insert into aggregate_metadata (aggregate_id, name, value) values (:aggregateId, :name, :value)"
            + " on duplicate key update value = :value")
    int put(int aggregateId, String name, String value);

    @Query("select * from aggregate_metadata order by aggregate_id, name")
    List<AggregateMetadataRow> all();

    @Query("select * from aggregate_metadata where aggregate_id = :aggregateId order by name")
    List<AggregateMetadataRow> of(int aggregateId);

    @Query("delete from aggregate_metadata where aggregate_id = :aggregateId and name = :name")
    int remove(int aggregateId, String name);

    @Query("delete from aggregate_metadata where aggregate_id = :aggregateId")
    int removeAll(int aggregateId);
}
