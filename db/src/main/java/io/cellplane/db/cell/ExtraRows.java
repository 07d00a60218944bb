package io.cellplane.db.cell;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code instance_extra}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface ExtraRows extends GenericRepository<ExtraRow, UUID> {

    void save(ExtraRow row);

    @Query("update instance_extra set flavor = :flavor where instance_uuid = :uuid")
    int reflavor(UUID uuid, String flavor);

    /** Once. @return 0 when there is one */
    @Query("update instance_extra set password = :password where instance_uuid = :uuid and password is null")
    int postPassword(UUID uuid, String password);

    @Query("update instance_extra set password = null where instance_uuid = :uuid")
    int clearPassword(UUID uuid);

    @Query("select * from instance_extra where instance_uuid = :uuid")
    Optional<ExtraRow> find(UUID uuid);

    @Query("select * from instance_extra where instance_uuid in (:uuids)")
    List<ExtraRow> findAll(List<UUID> uuids);
}
