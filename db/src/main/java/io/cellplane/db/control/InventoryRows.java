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

    /** Leaves what is approved as it is. */
    @Query("insert into inventories (provider, resource_class, total, reserved, min_unit, max_unit, step_size,"
            + " allocation_ratio, reported) values (:provider, :resourceClass, :total, :reserved, 1, :total, 1, :ratio,"
            + " :reported) on duplicate key update total = :total, reserved = :reserved, max_unit = :total,"
            + " allocation_ratio = :ratio, reported = :reported")
    int put(UUID provider, String resourceClass, int reported, int total, int reserved, double ratio);

    /** So much of what its host reports is offered, now and later. What was approved before stays so. */
    @Query("update inventories set approved = greatest(approved, :amount),"
            + " total = greatest(total, least(reported, :amount)), max_unit = total"
            + " where provider = :provider and resource_class = :resourceClass")
    int approve(UUID provider, String resourceClass, int amount);

    @Query("select * from inventories where provider in (:providers) order by resource_class")
    List<InventoryRow> ofAll(List<UUID> providers);

    @Query("select * from inventories where provider = :provider")
    List<InventoryRow> of(UUID provider);

    @Query("delete from inventories where provider = :provider")
    int remove(UUID provider);
}
