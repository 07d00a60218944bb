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

    /** In the order of their projects, those after one. */
    @Query("select * from quota_usage where project_id > :after order by project_id limit :most")
    List<QuotaUsageRow> after(String after, int most);

    /** What the project is said to use, and what its claims sum up to, at one moment. */
    @Query("select :project as project_id, u.instances, u.cores, u.ram, c.instances as claimed_instances,"
            + " c.cores as claimed_cores, c.ram as claimed_ram from"
            + " (select coalesce(sum(instances), 0) as instances, coalesce(sum(cores), 0) as cores,"
            + " coalesce(sum(ram), 0) as ram from quota_usage where project_id = :project) u,"
            + " (select coalesce(sum(instances), 0) as instances, coalesce(sum(cores), 0) as cores,"
            + " coalesce(sum(ram), 0) as ram from quota_claims where project_id = :project) c")
    QuotaSumRow sumOf(String project);

    @Query("update quota_usage set instances = instances + :instances, cores = cores + :cores, ram = ram + :ram"
            + " where project_id = :project")
    int add(String project, int instances, int cores, long ram);
}
