package io.cellplane.db.cell;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** The table {@code virtual_interfaces}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface VirtualInterfaceRows extends GenericRepository<VirtualInterfaceRow, UUID> {

    void saveAll(List<VirtualInterfaceRow> rows);

    @Query("select * from virtual_interfaces where instance_uuid = :uuid")
    List<VirtualInterfaceRow> of(UUID uuid);

    @Query("delete from virtual_interfaces where instance_uuid = :uuid")
    int clear(UUID uuid);
}
