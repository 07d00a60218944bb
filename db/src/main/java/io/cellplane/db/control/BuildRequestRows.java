package io.cellplane.db.control;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code build_requests}: servers accepted and not yet landed. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface BuildRequestRows extends GenericRepository<BuildRequestRow, UUID> {

    void saveAll(List<BuildRequestRow> rows);

    @Query("select * from build_requests where uuid = :uuid")
    Optional<BuildRequestRow> find(UUID uuid);

    @Query("select * from build_requests where project_id = :project")
    List<BuildRequestRow> ofProject(String project);

    @Query("select * from build_requests")
    List<BuildRequestRow> all();

    @Query("select * from build_requests where uuid = :uuid for update")
    Optional<BuildRequestRow> lock(UUID uuid);

    @Query("update build_requests set display_name = :name, body = :body where uuid = :uuid")
    int change(UUID uuid, String name, String body);

    @Query("delete from build_requests where uuid = :uuid")
    int drop(UUID uuid);
}
