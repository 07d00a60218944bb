package io.cellplane.db.cell;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** Which servers are on which hosts, from the table {@code instances}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface GuestRows extends GenericRepository<GuestRow, UUID> {

    @Query("select uuid, host, display_name from instances where deleted = false and host is not null")
    List<GuestRow> all();
}
