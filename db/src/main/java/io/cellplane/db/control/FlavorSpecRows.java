package io.cellplane.db.control;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** The table {@code flavor_extra_specs}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface FlavorSpecRows extends GenericRepository<FlavorSpecRow, Integer> {

    @Query("select * from flavor_extra_specs where flavor_id = :flavorId order by name")
    List<FlavorSpecRow> of(int flavorId);

    @Query("select * from flavor_extra_specs order by flavor_id, name")
    List<FlavorSpecRow> all();

    @Query("insert into flavor_extra_specs (flavor_id, name, value) values (:flavorId, :name, :value)"
            + " on duplicate key update value = :value")
    int put(int flavorId, String name, String value);

    @Query("delete from flavor_extra_specs where flavor_id = :flavorId and name = :name")
    int remove(int flavorId, String name);

    @Query("delete from flavor_extra_specs where flavor_id = :flavorId")
    int removeAll(int flavorId);
}
