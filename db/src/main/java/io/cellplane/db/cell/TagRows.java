package io.cellplane.db.cell;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** The table {@code tags}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface TagRows extends GenericRepository<TagRow, UUID> {

    void saveAll(List<TagRow> rows);

    @Query("select * from tags where resource_id = :uuid order by tag")
    List<TagRow> of(UUID uuid);

    @Query("select * from tags where resource_id in (:uuids) order by tag")
    List<TagRow> findAll(List<UUID> uuids);

    @Query("insert ignore into tags (resource_id, tag) values (:uuid, :tag)")
    int add(UUID uuid, String tag);

    @Query("delete from tags where resource_id = :uuid and tag = :tag")
    int remove(UUID uuid, String tag);

    @Query("delete from tags where resource_id = :uuid")
    int clear(UUID uuid);
}
