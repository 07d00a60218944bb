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

/** The table {@code instance_mappings}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface MappingRows extends GenericRepository<MappingRow, UUID> {

    void saveAll(List<MappingRow> rows);

    @Query("select * from instance_mappings where uuid = :uuid")
    Optional<MappingRow> find(UUID uuid);

    @Query("select * from instance_mappings where uuid in (:uuids)")
    List<MappingRow> findAll(List<UUID> uuids);

    /** However many there are: for tests of small clouds. */
    @Query("select * from instance_mappings where deleted_at is null")
    List<MappingRow> live();

    /** Those of a range of ids, in their order. */
    @Query("select * from instance_mappings where deleted_at is null and uuid > :after and uuid <= :to"
            + " order by uuid limit :most")
    List<MappingRow> liveIn(String after, String to, int most);

    /** Those that were moved to another cell since then. */
    @Query("select * from instance_mappings where moved_at >= :since and deleted_at is null"
            + " and project_id = coalesce(:project, project_id)")
    List<MappingRow> movedSince(Instant since, @Nullable String project);

    /** The cells in which a project has servers, cell0 included. */
    @Query("select distinct cell from instance_mappings where project_id = :project and cell is not null")
    List<String> cellsOf(String project);

    /** Of one cell, the newest first, as lists are ordered: those that come after a place in that order. */
    @Query(
            "select * from instance_mappings where cell = :cell and queued_for_delete = false"
                    + " and (created_at < :at or (created_at = :at and uuid > :after)) order by created_at desc, uuid limit :most")
    List<MappingRow> inCell(String cell, Instant at, String after, int most);

    /** The same of one project. */
    @Query(
            "select * from instance_mappings where cell = :cell and project_id = :project and queued_for_delete = false"
                    + " and (created_at < :at or (created_at = :at and uuid > :after)) order by created_at desc, uuid limit :most")
    List<MappingRow> inCell(String cell, String project, Instant at, String after, int most);

    /**
     * Whether a cell has servers that a list may want.
     *
     * @param project null: of any
     * @param deletedToo whether those count that are deleted, or will be
     */
    default boolean has(String cell, @Nullable String project, boolean deletedToo) {
        if (project == null) {
            return hasLive(cell) || (deletedToo && hasLeaving(cell));
        }
        return hasLive(cell, project) || (deletedToo && hasLeaving(cell, project));
    }

    @Query("select exists(select 1 from instance_mappings where cell = :cell and queued_for_delete = false)")
    boolean hasLive(String cell);

    @Query("select exists(select 1 from instance_mappings where cell = :cell and queued_for_delete = true)")
    boolean hasLeaving(String cell);

    @Query("select exists(select 1 from instance_mappings where project_id = :project and queued_for_delete = false"
            + " and cell = :cell)")
    boolean hasLive(String cell, String project);

    @Query("select exists(select 1 from instance_mappings where project_id = :project and queued_for_delete = true"
            + " and cell = :cell)")
    boolean hasLeaving(String cell, String project);

    /** The first placing; later moves flip under their own rules. @return 1 also when it is placed there already */
    @Query("update instance_mappings set cell = :cell, updated_at = :now where uuid = :uuid"
            + " and (cell is null or cell = :cell) and generation = :generation")
    int place(UUID uuid, String cell, long generation, Instant now);

    /** The move to another cell: of all who try only one finds the generation that it read. */
    @Query(
            "update instance_mappings set cell = :cell, generation = generation + 1, moved_by = :operation,"
                    + " moved_at = :now, updated_at = :now where uuid = :uuid and generation = :generation and deleted_at is null")
    int flip(UUID uuid, String cell, long generation, UUID operation, Instant now);

    @Query("update instance_mappings set queued_for_delete = true, updated_at = :now where uuid = :uuid"
            + " and deleted_at is null")
    int queueForDelete(UUID uuid, Instant now);

    /** What stands for the record's own lock while its cell does not answer. Written under the lock of the record. */
    @Query("update instance_mappings set locked = :locked where uuid = :uuid")
    int setLock(UUID uuid, boolean locked);

    @Query("select locked from instance_mappings where uuid = :uuid")
    Optional<Boolean> isLocked(UUID uuid);

    @Query("update instance_mappings set deleted_at = :now, queued_for_delete = true, updated_at = :now"
            + " where uuid = :uuid and deleted_at is null")
    int delete(UUID uuid, Instant now);
}
