package io.cellplane.db.cell;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** The user data in the table {@code instances}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface UserDataRows extends GenericRepository<UserDataRow, UUID> {

    /** Of those that have any. */
    @Query("select uuid, user_data from instances where uuid in (:uuids) and user_data is not null")
    List<UserDataRow> findAll(List<UUID> uuids);
}
