package io.cellplane.db.control;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code resource_providers}, and hosts as placement sees them. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface ProviderRows extends GenericRepository<ProviderRow, UUID> {
    String VIEW = "select p.uuid, p.host, p.name, p.cell, p.generation, s.version, s.state, s.disabled, s.forced_down,"
            + " coalesce(c.disabled, false) as cell_disabled, i.resource_class, i.total, i.reserved, i.max_unit,"
            + " i.allocation_ratio, (select coalesce(sum(a.used), 0) from allocations a where a.provider = p.uuid"
            + " and a.resource_class = i.resource_class) as used"
            + " from resource_providers p join host_states s on s.host = p.host and s.retired_at is null"
            + " join inventories i on i.provider = p.uuid left join cell_mappings c on c.name = p.cell";

    @Query("insert ignore into resource_providers (uuid, name, host, cell, generation, created_at)"
            + " values (:uuid, :name, :host, :cell, 1, :now)")
    int add(UUID uuid, String name, String host, String cell, Instant now);

    @Query("select * from resource_providers where uuid = :uuid")
    Optional<ProviderRow> find(UUID uuid);

    @Query("select * from resource_providers where uuid in (:uuids)")
    List<ProviderRow> findAll(List<UUID> uuids);

    @Query("select * from resource_providers where uuid = :uuid for update")
    Optional<ProviderRow> lock(UUID uuid);

    @Query("select * from resource_providers where host = :host")
    Optional<ProviderRow> ofHost(String host);

    @Query("select * from resource_providers where name = :name")
    Optional<ProviderRow> named(String name);

    /** However many there are: for tests of small clouds. */
    @Query("select * from resource_providers")
    List<ProviderRow> all();

    @Query("update resource_providers set generation = generation + 1 where uuid = :uuid")
    int bump(UUID uuid);

    @Query("update resource_providers set cell = :cell, generation = generation + 1 where uuid = :uuid")
    int move(UUID uuid, String cell);

    @Query(VIEW)
    List<HostViewRow> views();

    @Query(VIEW + " where p.uuid in (:uuids)")
    List<HostViewRow> views(List<UUID> uuids);

    @Query("select p.uuid, p.generation + s.version + coalesce(c.version, 0) as sequence from resource_providers p"
            + " join host_states s on s.host = p.host and s.retired_at is null"
            + " left join cell_mappings c on c.name = p.cell")
    List<HostChangeRow> changes();

    @Query("delete from resource_providers where uuid = :uuid")
    int remove(UUID uuid);
}
