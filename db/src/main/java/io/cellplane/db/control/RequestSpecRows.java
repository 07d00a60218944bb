package io.cellplane.db.control;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code request_specs}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface RequestSpecRows extends GenericRepository<RequestSpecRow, UUID> {

    void saveAll(List<RequestSpecRow> rows);

    @Query("select * from request_specs where uuid = :uuid")
    Optional<RequestSpecRow> find(UUID uuid);

    @Query("update request_specs set spec = :spec where uuid = :uuid")
    int change(UUID uuid, String spec);

    @Query("delete from request_specs where uuid = :uuid")
    int drop(UUID uuid);
}
