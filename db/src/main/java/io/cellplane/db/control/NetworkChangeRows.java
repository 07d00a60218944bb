package io.cellplane.db.control;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The table {@code network_changes}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface NetworkChangeRows extends GenericRepository<NetworkChangeRow, UUID> {

    @Query("insert into network_changes (server, asked_at) values (:server, :now)"
            + " on duplicate key update asked_at = greatest(asked_at, values(asked_at))")
    int ask(UUID server, Instant now);

    /** The cells where such servers are. */
    @Query("select distinct m.cell from network_changes c join instance_mappings m on m.uuid = c.server"
            + " where m.cell is not null and m.deleted_at is null")
    List<String> cells();

    /** Those whose servers are in a cell, the oldest first. */
    @Query("select c.* from network_changes c join instance_mappings m on m.uuid = c.server"
            + " where m.cell = :cell and m.deleted_at is null order by c.asked_at limit :most")
    List<NetworkChangeRow> in(String cell, int most);

    /** Looked at; nothing when it was asked for again meanwhile. */
    @Query("delete from network_changes where server = :server and asked_at = :askedAt")
    int looked(UUID server, Instant askedAt);

    /** Those of servers that are gone. */
    @Query("delete c from network_changes c left join instance_mappings m on m.uuid = c.server"
            + " where m.uuid is null or m.deleted_at is not null")
    int forget();
}
