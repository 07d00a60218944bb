package io.cellplane.db.cell;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code compute_nodes}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface ComputeNodeRows extends GenericRepository<ComputeNodeRow, UUID> {

    @Query("insert into compute_nodes (uuid, host, hypervisor_hostname, hypervisor_type, hypervisor_version, host_ip,"
            + " vcpus, memory_mb, local_gb, cpu_info, boot_id, created_at, updated_at) values (:uuid, :host, :hostname,"
            + " :type, :version, :hostIp, :vcpus, :memoryMb, :localGb, :cpuInfo, :bootId, :now, :now)"
            + " on duplicate key update hypervisor_type = :type, hypervisor_version = :version, host_ip = :hostIp,"
            + " vcpus = :vcpus, memory_mb = :memoryMb, local_gb = :localGb, cpu_info = :cpuInfo, boot_id = :bootId,"
            + " updated_at = :now")
    int put(
            UUID uuid,
            String host,
            String hostname,
            String type,
            int version,
            String hostIp,
            int vcpus,
            int memoryMb,
            int localGb,
            String cpuInfo,
            UUID bootId,
            Instant now);

    @Query("delete from compute_nodes where host = :host")
    int remove(String host);

    @Query("select * from compute_nodes order by id")
    List<ComputeNodeRow> all();

    /** The host's, if guests are made there from what their images hold. */
    @Query("select * from compute_nodes where host = :host and hypervisor_type <> 'simulated' limit 1")
    Optional<ComputeNodeRow> fetching(String host);

    @Query("update compute_nodes set details = :details where uuid = :uuid")
    int describe(UUID uuid, @Nullable String details);

    /** What its host says of itself besides; empty when that says nothing, or there is none. */
    @Query("select details from compute_nodes where uuid = :uuid and details is not null")
    Optional<String> details(UUID uuid);

    /** Of all hosts that say what their guests can have. */
    @Query("select host, json_extract(details, '$.traits') as traits from compute_nodes where details is not null"
            + " and json_extract(details, '$.traits') is not null")
    List<HostTraitsRow> traits();

    @Query("select * from compute_nodes where uuid = :uuid")
    Optional<ComputeNodeRow> find(UUID uuid);
}
