package io.cellplane.db.cell;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** The table {@code server_files}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface FileRows extends GenericRepository<FileRow, UUID> {

    void saveAll(List<FileRow> rows);

    @Query("select * from server_files where instance_uuid = :uuid order by path")
    List<FileRow> of(UUID uuid);

    @Query("delete from server_files where instance_uuid = :uuid")
    int clear(UUID uuid);
}
