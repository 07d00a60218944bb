package io.cellplane.db;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code steps}: every database that steps write to has one. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface StepRows extends GenericRepository<StepRow, UUID> {

    /** @return 1 if the attempt had no row; waits for another transaction that is writing it */
    @Query("insert ignore into steps (operation, step, attempt, state, outcome, at)"
            + " values (:operation, :step, :attempt, :state, :outcome, :at)")
    int claim(UUID operation, String step, int attempt, String state, @Nullable String outcome, Instant at);

    @Query("select * from steps where operation = :operation and step = :step and attempt = :attempt")
    Optional<StepRow> find(UUID operation, String step, int attempt);

    @Query("select * from steps where operation = :operation and step = :step and attempt = :attempt for update")
    Optional<StepRow> lock(UUID operation, String step, int attempt);

    @Query("select * from steps where operation = :operation for update")
    List<StepRow> lockAll(UUID operation);

    @Query("select * from steps where operation = :operation order by at, attempt")
    List<StepRow> of(UUID operation);

    @Query("update steps set state = :state, outcome = :outcome where operation = :operation and step = :step"
            + " and attempt = :attempt")
    int record(UUID operation, String step, int attempt, String state, @Nullable String outcome);

    @Query("update steps set state = 'undone' where operation = :operation and step = :step and attempt = :attempt")
    int undone(UUID operation, String step, int attempt);
}
