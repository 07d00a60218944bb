package io.cellplane.db.api;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** The table {@code operation_data}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface OperationDataRows extends GenericRepository<OperationDataRow, UUID> {

    void saveAll(List<OperationDataRow> rows);

    @Query("select * from operation_data where operation = :operation")
    List<OperationDataRow> of(UUID operation);

    @Query("delete from operation_data where operation = :operation")
    int erase(UUID operation);
}
