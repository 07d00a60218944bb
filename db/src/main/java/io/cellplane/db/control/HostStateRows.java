package io.cellplane.db.control;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code host_states}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface HostStateRows extends GenericRepository<HostStateRow, String> {

    @Query("insert ignore into host_states (host, cell, service_uuid, state, since, last_seen_at, version, created_at)"
            + " values (:host, :cell, :serviceUuid, :state, :now, :now, 1, :now)")
    int add(String host, String cell, UUID serviceUuid, String state, Instant now);

    @Query("select * from host_states order by host")
    List<HostStateRow> all();

    @Query("select * from host_states where cell = :cell")
    List<HostStateRow> ofCell(String cell);

    @Query("select * from host_states where host = :host")
    Optional<HostStateRow> find(String host);

    /** A host that is not known is not. */
    default boolean isRetired(String host) {
        return find(host).filter(HostStateRow::retired).isPresent();
    }

    @Query("select * from host_states where host in (:hosts)")
    List<HostStateRow> findAll(Collection<String> hosts);

    /** Each zone that has hosts, and whether one of them is enabled; those of no aggregate are in {@code standard}. */
    @Query("select coalesce(z.zone, :standard) as zone, not min(s.disabled) as available from host_states s"
            + " left join (" + ZoneRows.ZONES
            + ") z on z.host = s.host where s.retired_at is null group by 1 order by 1")
    List<ZoneStateRow> zones(String standard);

    @Query("select * from host_states where service_uuid = :serviceUuid")
    Optional<HostStateRow> ofService(UUID serviceUuid);

    /** A transition; a host that stays as it is, is not written. */
    @Query("update host_states set state = :state, since = :now, version = version + 1 where host = :host"
            + " and cell = :cell and state <> :state")
    int transition(String host, String cell, String state, Instant now);

    @Query(
            "update host_states set cell = :cell, state = :state, since = :now, version = version + 1 where host = :host")
    int move(String host, String cell, String state, Instant now);

    @Query("update host_states set last_seen_at = :now where host in (:hosts)")
    int seen(List<String> hosts, Instant now);

    @Query("update host_states set disabled = :disabled, disabled_reason = :reason, version = version + 1"
            + " where service_uuid = :serviceUuid")
    int disable(UUID serviceUuid, boolean disabled, @Nullable String reason);

    @Query("update host_states set forced_down = :forced, forced_down_by = :by, forced_down_at = :at,"
            + " version = version + 1 where service_uuid = :serviceUuid")
    int forceDown(UUID serviceUuid, boolean forced, @Nullable String by, @Nullable Instant at);

    /** For good; asked again, it stays as it was first. */
    @Query("update host_states set retired_by = if(retired_at is null, :by, retired_by),"
            + " retired_at = coalesce(retired_at, :now), disabled = true, disabled_reason = 'retired',"
            + " version = version + 1 where host = :host")
    int retire(String host, @Nullable String by, Instant now);

    /** Hosts, of one cell or of all, with what they hold and owe, in the order of their names. */
    @Query("select s.host, s.cell, s.state, s.disabled, s.forced_down, s.retired_at, p.uuid as provider,"
            + " (select count(distinct a.server) from allocations a where a.provider = p.uuid) as servers,"
            + " (select count(*) from debts d where d.host = s.host) as debts"
            + " from host_states s left join resource_providers p on p.host = s.host"
            + " where (:after is null or s.host > :after) and (:cell is null or s.cell = :cell)"
            + " order by s.host limit :most")
    List<HostLoadRow> loads(@Nullable String after, @Nullable String cell, int most);

    @Query("update host_states set build = :build where host = :host and not (build <=> :build)")
    int builtFrom(String host, @Nullable String build);

    @Query("delete from host_states where host = :host")
    int remove(String host);

    /** Something that placement reads of these hosts has changed elsewhere. */
    @Query("update host_states set version = version + 1 where host in (:hosts)")
    int touch(List<String> hosts);
}
