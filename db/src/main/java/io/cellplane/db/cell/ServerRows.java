package io.cellplane.db.cell;

import io.cellplane.contracts.server.Description;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code instances}. Every write names its columns, the generation that the writer read, and that the copy is
 * not on the move; a write that meets another place changes nothing and returns 0.
 */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface ServerRows extends GenericRepository<ServerRow, Long> {
    String HERE = " where uuid = :uuid and generation = :generation and move_state is null and deleted = false";

    ServerRow save(ServerRow row);

    @Query("select * from instances where uuid = :uuid")
    Optional<ServerRow> find(UUID uuid);

    @Query("select * from instances where uuid = :uuid for update")
    Optional<ServerRow> lock(UUID uuid);

    @Query("select uuid from instances where host = :host and deleted = false and move_state is null")
    List<UUID> placedOn(String host);

    /** Those that are lost with it: what the source of one at VERIFY_RESIZE keeps is its way back. */
    @Query("select uuid from instances where host = :host and deleted = false and move_state is null"
            + " and vm_state not in ('resized', 'error')")
    List<UUID> lostWith(String host);

    /** Records that are there, those that are hidden too. */
    @Query("select count(*) as n from instances where host = :host and deleted = false")
    int countOn(String host);

    /** Those with which an operation is at work. */
    @Query("select uuid from instances where host = :host and deleted = false and operation is not null")
    List<UUID> busyOn(String host);

    /** Some of those whose guests are otherwise than they are, as far as is known, and to which nothing was done since then. */
    @Query("select uuid from instances where (vm_state = 'active' and power_state in (4, 6, 7)"
            + " or vm_state = 'stopped' and power_state in (1, 3, 7)"
            + " or vm_state = 'paused' and power_state in (4, 6))"
            + " and host is not null and operation is null and task_state is null and move_state is null"
            + " and deleted = false and (updated_at is null or updated_at < :since) limit :most")
    List<UUID> apart(Instant since, int most);

    @Query("select * from instances where uuid in (:uuids)")
    List<ServerRow> findAll(List<UUID> uuids);

    /** However many there are: for tests of small clouds. */
    @Query("select * from instances where deleted = false")
    List<ServerRow> live();

    /** Those that count, in the order of their ids: what comes after one. */
    @Query("select uuid from instances where uuid > :after and deleted = false and move_state is null"
            + " order by uuid limit :most")
    List<UUID> after(String after, int most);

    @Query("select * from instances where host = :host and deleted = false")
    List<ServerRow> onHost(String host);

    @Query("update instances set host = :host, node = :host, launched_on = :host, availability_zone = :zone,"
            + " vm_state = 'building', task_state = 'spawning', operation = :operation, updated_at = :now" + HERE)
    int settle(UUID uuid, long generation, UUID operation, String host, String zone, Instant now);

    @Query("update instances set host = null, node = null, launched_on = null, task_state = 'scheduling',"
            + " updated_at = :now" + HERE)
    int unsettle(UUID uuid, long generation, Instant now);

    @Query("update instances set vm_state = 'active', task_state = null, power_state = :power, progress = 100,"
            + " launched_at = :now, operation = null, updated_at = :now" + HERE)
    int activate(UUID uuid, long generation, int power, Instant now);

    @Query("update instances set vm_state = 'error', task_state = null, host = null, node = null, launched_on = null,"
            + " operation = null, updated_at = :now" + HERE)
    int fail(UUID uuid, long generation, Instant now);

    /** The operation owns the life columns from here. */
    @Query("update instances set task_state = :task, operation = :operation, updated_at = :now" + HERE)
    int admit(UUID uuid, long generation, UUID operation, @Nullable String task, Instant now);

    /** Only while the operation owns them: what came over it has its own. */
    @Query("update instances set task_state = :task, operation = :before, updated_at = :now where uuid = :uuid"
            + " and operation = :operation and deleted = false")
    int unadmit(UUID uuid, UUID operation, @Nullable String task, @Nullable UUID before, Instant now);

    @Query("update instances set task_state = :task, updated_at = :now" + HERE + " and operation = :operation")
    int task(UUID uuid, long generation, UUID operation, String task, Instant now);

    /** The operation ends: what it says of the server's state, and nothing is being done to it any more. */
    @Query("update instances set vm_state = coalesce(:vmState, vm_state),"
            + " power_state = coalesce(:power, power_state), task_state = null, operation = null, updated_at = :now"
            + HERE + " and operation = :operation")
    int end(UUID uuid, long generation, UUID operation, @Nullable String vmState, @Nullable Integer power, Instant now);

    /** At its new place, with its new flavor; null leaves the power state to the reports. */
    @Query("update instances set vm_state = :vmState, task_state = null, power_state = :power, host = :host,"
            + " node = :host, launched_on = :host, availability_zone = :zone, memory_mb = :memoryMb, vcpus = :vcpus,"
            + " root_gb = :rootGb, ephemeral_gb = :ephemeralGb, flavorid = :flavorid, launched_at = :now,"
            + " progress = 100, operation = null, updated_at = :now" + HERE + " and operation = :operation")
    int move(
            UUID uuid,
            long generation,
            UUID operation,
            String vmState,
            int power,
            String host,
            String zone,
            int memoryMb,
            int vcpus,
            int rootGb,
            int ephemeralGb,
            String flavorid,
            Instant now);

    /** The move is for good: what a server that was shut down by itself is, too. */
    @Query("update instances set vm_state = case when power_state = 4 then 'stopped' else 'active' end,"
            + " task_state = null, operation = null, updated_at = :now" + HERE + " and operation = :operation")
    int settleMove(UUID uuid, long generation, UUID operation, Instant now);

    /** What its user wrote for it to read goes at once: it is full of credentials. */
    @Query("update instances set vm_state = 'deleted', task_state = null, power_state = 0, deleted = true,"
            + " user_data = null, deleted_at = :now, terminated_at = :now, operation = null, updated_at = :now where uuid = :uuid"
            + " and deleted = false")
    int delete(UUID uuid, Instant now);

    /** What the API owns of the record. */
    default int describe(UUID uuid, long generation, Description now, Instant at) {
        return describe(
                uuid, generation, now.name(), now.text(), now.accessIpV4(), now.accessIpV6(), now.autoDiskConfig(), at);
    }

    @Query("update instances set display_name = :name, display_description = :description,"
            + " access_ip_v4 = :accessIpV4, access_ip_v6 = :accessIpV6, auto_disk_config = :autoDiskConfig,"
            + " updated_at = :now" + HERE)
    int describe(
            UUID uuid,
            long generation,
            String name,
            @Nullable String description,
            @Nullable String accessIpV4,
            @Nullable String accessIpV6,
            boolean autoDiskConfig,
            Instant now);

    @Query("update instances set auto_disk_config = :automatic, updated_at = :now" + HERE)
    int setDiskConfig(UUID uuid, long generation, boolean automatic, Instant now);

    /** What an administrator says of it, when nothing is being done to it. */
    @Query("update instances set vm_state = :vmState, task_state = null, operation = null, updated_at = :now" + HERE)
    int reset(UUID uuid, long generation, String vmState, Instant now);

    @Query("update instances set locked = :locked, locked_by = :by, locked_reason = :reason, updated_at = :now" + HERE)
    int setLock(UUID uuid, long generation, boolean locked, @Nullable String by, @Nullable String reason, Instant now);

    /** A report; dropped when it is older than what is stored, or when an operation is at work on the server. */
    @Query("update instances set power_state = :power, power_boot_id = :bootId, power_sequence = :sequence"
            + " where uuid = :uuid and host = :host and move_state is null and deleted = false and operation is null"
            + " and (power_boot_id is null or power_boot_id <> :bootId or power_sequence < :sequence)")
    int power(UUID uuid, String host, int power, UUID bootId, long sequence);

    /** An operation has changed its guest's power after that report: none that is older is taken in, whenever it is heard. */
    @Query("update instances set power_boot_id = :bootId, power_sequence = :sequence"
            + " where uuid = :uuid and deleted = false"
            + " and (power_boot_id is null or power_boot_id <> :bootId or power_sequence <= :sequence)")
    int changed(UUID uuid, UUID bootId, long sequence);
}
