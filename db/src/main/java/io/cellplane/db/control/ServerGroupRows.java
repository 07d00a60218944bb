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
    /** What the members of a range of groups hold that no administrator has put anywhere, read from groups to allocations. */
    String PLACES = " from server_groups g straight_join server_group_members m"
            + " force index (ix_server_group_members_group) on m.group_id = g.id and m.forced = false"
            + " straight_join allocations a force index (ix_allocations_server) on a.server = m.server"
            + " and a.consumer_type <> 'debt' where g.id > :after and g.id <= :to";

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

    @Query("select count(*) as n from server_groups where project_id = :project and user_id = :user")
    int count(String project, String user);

    /** In their order. */
    @Query("select id from server_groups where id > :after order by id limit :most")
    List<Integer> idsAfter(int after, int most);

    /** Of a range, those that have more members on a host than may share one. */
    @Query("select distinct g.uuid" + PLACES + " and g.policy = 'anti-affinity' group by g.uuid, g.most_per_host,"
            + " a.provider having count(distinct m.server) > coalesce(g.most_per_host, 1)")
    List<UUID> crowded(int after, int to);

    /** Of a range, those of which not all members are on the host that they are to share. */
    @Query("select g.uuid" + PLACES + " and g.policy = 'affinity' group by g.uuid"
            + " having count(distinct a.provider) > 1 and count(distinct m.server) > 1")
    List<UUID> scattered(int after, int to);

    @Query("delete from server_groups where id = :id")
    int remove(int id);
}
