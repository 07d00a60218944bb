package io.cellplane.db.control;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code host_mappings}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface HostMappingRows extends GenericRepository<HostMappingRow, String> {

    /** Only into a cell that there is, and that does not go meanwhile. */
    @Query("insert ignore into host_mappings (host, cell, host_uuid, created_at)"
            + " select :host, name, :hostUuid, :now from cell_mappings where name = :cell lock in share mode")
    int add(String host, String cell, UUID hostUuid, Instant now);

    @Query("select * from host_mappings where host = :host")
    Optional<HostMappingRow> find(String host);

    @Query("update host_mappings set cell = :cell where host = :host")
    int move(String host, String cell);

    @Query("delete from host_mappings where host = :host")
    int remove(String host);

    /** Those that are not retired. */
    @Query("select m.* from host_mappings m left join host_states s on s.host = m.host"
            + " where s.retired_at is null order by m.host")
    List<HostMappingRow> all();
}
