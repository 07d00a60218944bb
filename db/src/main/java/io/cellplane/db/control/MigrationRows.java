package io.cellplane.db.control;

import io.cellplane.db.Ascii;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code migrations}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface MigrationRows extends GenericRepository<MigrationRow, Integer> {

    MigrationRow save(MigrationRow row);

    @Query("select * from migrations where uuid = :uuid")
    Optional<MigrationRow> find(UUID uuid);

    @Query("select * from migrations where uuid in (:uuids)")
    List<MigrationRow> findAll(List<UUID> uuids);

    /** Of these servers, those of which a move is still on record. */
    @Query("select distinct server from migrations where server in (:servers)")
    List<UUID> moved(List<UUID> servers);

    @Query("select * from migrations where server = :server order by id desc")
    List<MigrationRow> of(UUID server);

    @Query("select * from migrations where id = :id")
    Optional<MigrationRow> numbered(int id);

    /** Those that fit every filter that is not null, newest first, after the one that is named. */
    default List<MigrationRow> list(
            @Nullable UUID server,
            @Nullable String host,
            @Nullable String source,
            @Nullable String status,
            @Nullable String type,
            @Nullable String project,
            Instant since,
            Instant before,
            @Nullable Integer after,
            @Nullable Instant at,
            int most) {
        return (status == null || Ascii.mayBe(status)) && (type == null || Ascii.mayBe(type))
                ? listAscii(server, host, source, status, type, project, since, before, after, at, most)
                : List.of();
    }

    @Query("select * from migrations where (:server is null or server = :server)"
            + " and (:host is null or source_host = :host or dest_host = :host)"
            + " and (:source is null or source_host = :source) and (:status is null or status = :status)"
            + " and (:type is null or migration_type = :type) and (:project is null or project_id = :project)"
            + " and updated_at >= :since and updated_at <= :before"
            + " and (:after is null or created_at < :at or (created_at = :at and id < :after))"
            + " order by created_at desc, id desc limit :most")
    List<MigrationRow> listAscii(
            @Nullable UUID server,
            @Nullable String host,
            @Nullable String source,
            @Nullable String status,
            @Nullable String type,
            @Nullable String project,
            Instant since,
            Instant before,
            @Nullable Integer after,
            @Nullable Instant at,
            int most);

    @Query("update migrations set dest_cell = :cell, dest_host = :host, dest_provider = :provider,"
            + " status = :status, updated_at = :now where uuid = :uuid")
    int aim(
            UUID uuid,
            @Nullable String cell,
            @Nullable String host,
            @Nullable UUID provider,
            String status,
            Instant now);

    @Query("update migrations set status = :status, updated_at = :now where uuid = :uuid and status <> :status")
    int status(UUID uuid, String status, Instant now);

    /** The server is gone, and with it whatever was under way. */
    @Query("update migrations set status = case when status = 'finished' then 'confirmed' else 'error' end,"
            + " updated_at = :now where server = :server and status not in ('confirmed', 'reverted', 'error')")
    int endAll(UUID server, Instant now);
}
