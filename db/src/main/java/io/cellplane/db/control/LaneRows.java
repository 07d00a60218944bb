package io.cellplane.db.control;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code lanes}: one row per server, locked by every admit, hand-over and close. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface LaneRows extends GenericRepository<LaneRow, UUID> {

    void saveAll(List<LaneRow> rows);

    @Query("select * from lanes where server = :server")
    Optional<LaneRow> find(UUID server);

    @Query("select * from lanes where server in (:servers)")
    List<LaneRow> findAll(List<UUID> servers);

    @Query("select * from lanes where server = :server for update")
    Optional<LaneRow> lock(UUID server);

    @Query("update lanes set life = :life, next = :next where server = :server")
    int set(UUID server, @Nullable UUID life, @Nullable UUID next);

    @Query("update lanes set placing = placing + 1 where server = :server")
    int place(UUID server);

    @Query("delete from lanes where server = :server")
    int remove(UUID server);
}
