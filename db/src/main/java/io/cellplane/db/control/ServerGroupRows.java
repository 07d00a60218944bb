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

/** The table {@code server_groups}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface ServerGroupRows extends GenericRepository<ServerGroupRow, Integer> {

    @Query("insert into server_groups (uuid, project_id, user_id, name, policy, most_per_host, created_at)"
            + " values (:uuid, :project, :user, :name, :policy, :mostPerHost, :now)")
    int add(
            UUID uuid,
            String project,
            String user,
            String name,
            String policy,
            @Nullable Integer mostPerHost,
            Instant now);

    @Query("select * from server_groups where uuid = :uuid")
    Optional<ServerGroupRow> find(UUID uuid);

    /** Whoever adds a member, places one or ends the group holds its row: what its members hold changes under no other. */
    @Query("select * from server_groups where uuid = :uuid for update")
    Optional<ServerGroupRow> lock(UUID uuid);

    @Query("select g.* from server_group_members m join server_groups g on g.id = m.group_id where m.server = :server")
    Optional<ServerGroupRow> ofServer(UUID server);

    /** A project's, in the order in which they were made. */
    @Query("select * from server_groups where project_id = :project order by id limit :most offset :from")
    List<ServerGroupRow> of(String project, int from, int most);

    /** All projects', in the order in which they were made. */
    @Query("select * from server_groups order by id limit :most offset :from")
    List<ServerGroupRow> all(int from, int most);

    @Query("select count(*) as n from server_groups where project_id = :project")
    int count(String project);

    @Query("delete from server_groups where id = :id")
    int remove(int id);
}
