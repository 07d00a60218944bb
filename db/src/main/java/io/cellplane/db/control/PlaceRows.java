package io.cellplane.db.control;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** The table {@code operation_places}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface PlaceRows extends GenericRepository<PlaceRow, UUID> {

    @Query("insert ignore into operation_places (operation, attempt, cell, host)"
            + " values (:operation, :attempt, :cell, :host)")
    int add(UUID operation, int attempt, String cell, String host);

    @Query("select * from operation_places where operation = :operation order by attempt")
    List<PlaceRow> of(UUID operation);

    @Query("select p.* from operation_places p join operations o on o.id = p.operation"
            + " where o.server = :server and o.kind = 'boot' order by p.attempt")
    List<PlaceRow> ofBoot(UUID server);

    /** Where a server's boot went after its first host. */
    default List<PlaceRow> laterOfBoot(UUID server) {
        return ofBoot(server).stream().filter(place -> place.attempt() > 1).toList();
    }

    /** Whether an operation that is open has, or had, a place on that host. */
    @Query("select exists(select 1 from operations o join operation_places p on p.operation = o.id"
            + " where o.state <> 'closed' and p.host = :host)")
    boolean isOpenOn(String host);
}
