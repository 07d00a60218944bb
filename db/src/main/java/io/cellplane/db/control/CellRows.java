package io.cellplane.db.control;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code cell_mappings}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface CellRows extends GenericRepository<CellRow, String> {

    @Query("insert into cell_mappings (name, uuid, database_url, database_user, database_password, bus_url, disabled,"
            + " version, created_at, updated_at) values (:name, :uuid, :url, :user, :password, :busUrl, false, 1,"
            + " :now, :now) on duplicate key update version = version + if(database_url <> :url"
            + " or database_user <> :user or not (bus_url <=> :busUrl), 1, 0), database_url = :url,"
            + " database_user = :user, database_password = :password, bus_url = :busUrl, updated_at = :now")
    int put(String name, UUID uuid, String url, String user, byte[] password, @Nullable String busUrl, Instant now);

    @Query("select * from cell_mappings order by name")
    List<CellRow> all();

    @Query("select * from cell_mappings where name = :name")
    Optional<CellRow> find(String name);

    @Query("insert into cell_mappings (name, uuid, database_url, database_user, database_password, bus_url, disabled,"
            + " version, created_at, updated_at) values (:name, :uuid, :url, :user, :password, :busUrl, :disabled, 1,"
            + " :now, :now)")
    int add(
            String name,
            UUID uuid,
            String url,
            String user,
            byte[] password,
            @Nullable String busUrl,
            boolean disabled,
            Instant now);

    /** Of all who have read that version one changes it. */
    @Query("update cell_mappings set database_url = :url, database_user = :user, database_password = :password,"
            + " bus_url = :busUrl, version = version + 1, updated_at = :now where name = :name and version = :version")
    int change(
            String name, long version, String url, String user, byte[] password, @Nullable String busUrl, Instant now);

    /** Nobody else changes it, or puts anything into it, until the transaction ends. */
    @Query("select * from cell_mappings where name = :name for update")
    Optional<CellRow> lock(String name);

    /**
     * It stays as it is until the transaction ends, whoever else holds it so, too.
     *
     * @return whether it is disabled; empty when it is not there
     */
    @Query("select disabled from cell_mappings where name = :name lock in share mode")
    Optional<Boolean> hold(String name);

    @Query("delete from cell_mappings where name = :name and uuid = :uuid")
    int remove(String name, UUID uuid);

    @Query("select * from cell_mappings where uuid = :uuid")
    Optional<CellRow> ofUuid(UUID uuid);

    @Query("update cell_mappings set disabled = :disabled, version = version + 1, updated_at = :now where name = :name")
    int disable(String name, boolean disabled, Instant now);

    /** Not a change of the cell: who has its pools open keeps them. */
    @Query("update cell_mappings set judged_at = :now where name = :name")
    int judged(String name, Instant now);

    /** Cells whose hosts were judged before, and not since then: their database or all their cell-workers are away. */
    @Query("select name from cell_mappings where judged_at < :since")
    List<String> silentSince(Instant since);
}
