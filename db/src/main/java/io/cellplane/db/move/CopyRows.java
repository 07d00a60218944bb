package io.cellplane.db.move;

import io.cellplane.db.cell.ServerRow;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a move does to the rows of {@code instances}: each names the generation and the state that it starts from. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface CopyRows extends GenericRepository<ServerRow, Long> {
    String THIS = " where uuid = :uuid and generation = :generation and operation = :operation";

    /** What the operation says of the copy that it brings, before that one counts. */
    @Query("update instances set host = :host, node = :host, launched_on = :host, availability_zone = :zone,"
            + " memory_mb = :memoryMb, vcpus = :vcpus, root_gb = :rootGb, ephemeral_gb = :ephemeralGb,"
            + " flavorid = :flavorid, power_state = 0, power_boot_id = null, power_sequence = 0, updated_at = :now"
            + THIS + " and move_state = 'arriving'")
    int settle(
            UUID uuid,
            long generation,
            UUID operation,
            String host,
            @Nullable String zone,
            int memoryMb,
            int vcpus,
            int rootGb,
            int ephemeralGb,
            String flavorid,
            Instant now);

    @Query("update instance_extra set flavor = :flavor where instance_uuid = :uuid")
    int flavor(UUID uuid, String flavor);

    /** What is being done to it, said by the operation that moves it, in whichever copy. */
    @Query("update instances set task_state = :task, updated_at = :now" + THIS + " and deleted = false")
    int task(UUID uuid, long generation, UUID operation, @Nullable String task, Instant now);

    @Query("update instances set move_state = 'sealed'" + THIS + " and move_state is null and deleted = false")
    int seal(UUID uuid, long generation, UUID operation);

    @Query("update instances set move_state = null" + THIS + " and move_state = 'sealed'")
    int unseal(UUID uuid, long generation, UUID operation);

    @Query("update instances set move_state = null, updated_at = :now" + THIS + " and move_state = 'arriving'")
    int open(UUID uuid, long generation, UUID operation, Instant now);

    @Query("update instances set move_state = 'departed'" + THIS + " and move_state = 'sealed'")
    int depart(UUID uuid, long generation, UUID operation);

    /** The operation that moves it owns it from here. */
    @Query("update instances set operation = :operation where uuid = :uuid and generation = :generation"
            + " and move_state is null and deleted = false")
    int adopt(UUID uuid, long generation, UUID operation);

    /** A copy that had lost arrives again. */
    @Query("update instances set generation = :arriving, move_state = 'arriving', operation = :operation"
            + " where uuid = :uuid and generation = :generation and move_state in ('sealed', 'departed')")
    int arriveAgain(UUID uuid, long generation, long arriving, UUID operation);

    /** Whether a later attempt of the step has been here. */
    @Query("select count(*) from steps where operation = :operation and step = :step and attempt > :attempt")
    long attemptsAfter(UUID operation, String step, int attempt);
}
