package io.cellplane.db.control;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

/** The table {@code quota_usage}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface QuotaRows extends GenericRepository<QuotaUsageRow, String> {

    @Query("insert ignore into quota_usage (project_id) values (:project)")
    int ensure(String project);

    @Query("select * from quota_usage where project_id = :project for update")
    Optional<QuotaUsageRow> lock(String project);

    @Query("select * from quota_usage where project_id = :project")
    Optional<QuotaUsageRow> find(String project);

    @Query("select * from quota_usage")
    List<QuotaUsageRow> all();

    @Query("update quota_usage set instances = instances + :instances, cores = cores + :cores, ram = ram + :ram"
            + " where project_id = :project")
    int add(String project, int instances, int cores, long ram);
}
