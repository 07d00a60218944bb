package io.cellplane.db.cell;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** The table {@code instance_faults}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface FaultRows extends GenericRepository<FaultRow, Long> {

    FaultRow save(FaultRow row);

    @Query("select * from instance_faults where instance_uuid in (:uuids) order by id")
    List<FaultRow> findAll(List<UUID> uuids);
}
