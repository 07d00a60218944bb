package io.cellplane.db.control;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** The table {@code inventories}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface InventoryRows extends GenericRepository<InventoryRow, UUID> {

    @Query("insert into inventories (provider, resource_class, total, reserved, min_unit, max_unit, step_size,"
            + " allocation_ratio) values (:provider, :resourceClass, :total, :reserved, 1, :total, 1, :ratio)"
            + " on duplicate key update total = :total, reserved = :reserved, max_unit = :total,"
            + " allocation_ratio = :ratio")
    int put(UUID provider, String resourceClass, int total, int reserved, double ratio);

    @Query("select * from inventories where provider = :provider")
    List<InventoryRow> of(UUID provider);
}
