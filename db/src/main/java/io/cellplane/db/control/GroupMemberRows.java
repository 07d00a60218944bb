package io.cellplane.db.control;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** The table {@code server_group_members}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface GroupMemberRows extends GenericRepository<GroupMemberRow, UUID> {

    void saveAll(List<GroupMemberRow> rows);

    /** In the order in which they came. */
    @Query("select * from server_group_members where group_id in (:groups) order by id")
    List<GroupMemberRow> of(List<Integer> groups);

    /** Where the others of a group hold something; what is owed of one is no place of it any more. */
    @Query("select distinct m.server, a.provider, m.forced from server_group_members m join allocations a"
            + " on a.server = m.server and a.consumer_type <> 'debt' where m.group_id = :group and m.server <> :but")
    List<GroupPlaceRow> places(int group, UUID but);

    @Query("select count(*) as n from server_group_members where group_id = :group")
    int count(int group);

    @Query("select count(*) as n from server_group_members where group_id = :group and user_id = :user")
    int count(int group, String user);

    @Query("delete from server_group_members where server = :server")
    int drop(UUID server);

    @Query("delete from server_group_members where group_id = :group")
    int dropAll(int group);
}
