package io.cellplane.db.control;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code quota_claims}: the truth of which {@code quota_usage} is the sum. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface QuotaClaimRows extends GenericRepository<QuotaClaimRow, UUID> {

    void saveAll(List<QuotaClaimRow> rows);

    @Query("select * from quota_claims where consumer = :consumer for update")
    Optional<QuotaClaimRow> lock(UUID consumer);

    /** However many there are: for tests of small clouds. */
    @Query("select * from quota_claims")
    List<QuotaClaimRow> all();

    /** Those of a range of consumers, in their order. */
    @Query("select * from quota_claims where consumer > :after and consumer <= :to order by consumer limit :most")
    List<QuotaClaimRow> in(String after, String to, int most);

    /** What one user has of a project, taken together. */
    @Query("select :project as project_id, coalesce(sum(instances), 0) as instances,"
            + " coalesce(sum(cores), 0) as cores, coalesce(sum(ram), 0) as ram from quota_claims"
            + " where project_id = :project and user_id = :user")
    QuotaUsageRow sumOf(String project, String user);

    @Query("update quota_claims set cores = :cores, ram = :ram where consumer = :consumer")
    int resize(UUID consumer, int cores, int ram);

    @Query("delete from quota_claims where consumer = :consumer")
    int remove(UUID consumer);
}
