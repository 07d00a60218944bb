package io.cellplane.db.control;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** The table {@code flavor_projects}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface FlavorProjectRows extends GenericRepository<FlavorProjectRow, Integer> {

    @Query("select * from flavor_projects where flavor_id = :flavorId order by project_id")
    List<FlavorProjectRow> of(int flavorId);

    @Query("select * from flavor_projects where project_id = :project")
    List<FlavorProjectRow> ofProject(String project);

    /** Zero when the project has access already. */
    @Query("insert ignore into flavor_projects (flavor_id, project_id) values (:flavorId, :project)")
    int add(int flavorId, String project);

    @Query("delete from flavor_projects where flavor_id = :flavorId and project_id = :project")
    int remove(int flavorId, String project);

    @Query("delete from flavor_projects where flavor_id = :flavorId")
    int removeAll(int flavorId);
}
