package io.cellplane.db.cell;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code instance_info_caches}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface InfoCacheRows extends GenericRepository<InfoCacheRow, UUID> {

    @Query(
            "insert into instance_info_caches (instance_uuid, network_info, updated_at) values (:uuid, :networkInfo, :now)"
                    + " on duplicate key update network_info = :networkInfo, updated_at = :now")
    int put(UUID uuid, String networkInfo, Instant now);

    @Query("select * from instance_info_caches where instance_uuid = :uuid")
    Optional<InfoCacheRow> find(UUID uuid);

    @Query("select * from instance_info_caches where instance_uuid in (:uuids)")
    List<InfoCacheRow> findAll(List<UUID> uuids);
}
