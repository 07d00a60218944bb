package io.cellplane.db.control;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

/** Availability zones, as aggregates give them to hosts. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface ZoneRows extends GenericRepository<ZoneRow, String> {
    String ZONES = "select h.host, m.value as zone from aggregate_hosts h join aggregate_metadata m"
            + " on m.aggregate_id = h.aggregate_id and m.name = 'availability_zone'";

    @Query(ZONES + " order by h.aggregate_id desc")
    List<ZoneRow> all();

    /** Whether a host is in that zone. */
    @Query("select exists (" + ZONES + " where m.value = :zone)")
    boolean exists(String zone);

    @Query(ZONES + " where h.host = :host order by h.aggregate_id limit 1")
    Optional<ZoneRow> find(String host);
}
