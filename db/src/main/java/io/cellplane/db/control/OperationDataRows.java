package io.cellplane.db.control;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code operation_data}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface OperationDataRows extends GenericRepository<OperationDataRow, UUID> {

    void saveAll(List<OperationDataRow> rows);

    @Query("select * from operation_data where operation = :operation")
    List<OperationDataRow> of(UUID operation);

    @Query("select * from operation_data where operation = :operation and name = :name")
    Optional<OperationDataRow> find(UUID operation, String name);

    @Query("select * from operation_data where name like concat(:prefix, '%')")
    List<OperationDataRow> named(String prefix);

    /** @return 0 when it is erased by now */
    @Query("update operation_data set value = :value where operation = :operation and name = :name")
    int replace(UUID operation, String name, byte[] value);

    @Query("insert into operation_data (operation, name, value) values (:operation, :name, :value)"
            + " on duplicate key update value = values(value)")
    int put(UUID operation, String name, byte[] value);

    @Query("delete from operation_data where operation = :operation")
    int erase(UUID operation);
}
