package io.cellplane.db.cell;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code instance_metadata}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface MetadataRows extends GenericRepository<MetadataRow, UUID> {

    void saveAll(List<MetadataRow> rows);

    @Query("select * from instance_metadata where instance_uuid = :uuid order by name")
    List<MetadataRow> of(UUID uuid);

    @Query("select * from instance_metadata where instance_uuid in (:uuids) order by name")
    List<MetadataRow> findAll(List<UUID> uuids);

    @Query("select * from instance_metadata where instance_uuid = :uuid and name = :name")
    Optional<MetadataRow> find(UUID uuid, String name);

    @Query("insert into instance_metadata (instance_uuid, name, value) values (:uuid, :name, :value)"
            + " on duplicate key update value = :value")
    int put(UUID uuid, String name, String value);

    @Query("delete from instance_metadata where instance_uuid = :uuid and name = :name")
    int remove(UUID uuid, String name);

    @Query("delete from instance_metadata where instance_uuid = :uuid")
    int clear(UUID uuid);
}
