package io.cellplane.db.control;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** The tables {@code quota_limits} and {@code quota_classes}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface QuotaLimitRows extends GenericRepository<QuotaLimitRow, String> {

    /** All that decides on the limits of a user in a project: its own, the project's, the default class's. */
    @Query("select project_id, user_id, resource, hard_limit from quota_limits"
            + " where project_id = :project and user_id in ('', :user)"
            + " union all select '' as project_id, '' as user_id, resource, hard_limit from quota_classes"
            + " where class_name = 'default'")
    List<QuotaLimitRow> of(String project, String user);

    /** Those of all users of a project. */
    @Query("select * from quota_limits where project_id = :project and user_id <> ''")
    List<QuotaLimitRow> ofUsers(String project);

    @Query("select '' as project_id, '' as user_id, resource, hard_limit from quota_classes where class_name = :name")
    List<QuotaLimitRow> ofClass(String name);

    @Query("insert into quota_limits (project_id, user_id, resource, hard_limit)"
            + " values (:project, :user, :resource, :limit) on duplicate key update hard_limit = values(hard_limit)")
    int put(String project, String user, String resource, int limit);

    @Query("insert into quota_classes (class_name, resource, hard_limit) values (:name, :resource, :limit)"
            + " on duplicate key update hard_limit = values(hard_limit)")
    int putClass(String name, String resource, int limit);

    /** The project's, and those of its users. */
    @Query("delete from quota_limits where project_id = :project")
    int remove(String project);

    @Query("delete from quota_limits where project_id = :project and user_id = :user")
    int remove(String project, String user);
}
