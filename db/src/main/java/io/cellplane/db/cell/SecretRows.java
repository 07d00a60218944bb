package io.cellplane.db.cell;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** The table {@code server_secrets}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface SecretRows extends GenericRepository<SecretRow, UUID> {

    void saveAll(List<SecretRow> rows);

    @Query("select * from server_secrets where instance_uuid = :uuid")
    List<SecretRow> of(UUID uuid);

    @Query("delete from server_secrets where instance_uuid = :uuid")
    int erase(UUID uuid);
}
