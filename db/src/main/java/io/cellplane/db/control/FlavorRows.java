package io.cellplane.db.control;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code flavors}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface FlavorRows extends GenericRepository<FlavorRow, Integer> {

    /** Zero when the id or the name is taken. */
    @Query("insert ignore into flavors (flavorid, name, memory_mb, vcpus, root_gb, ephemeral_gb, swap, rxtx_factor,"
            + " is_public, description, created_at) values (:flavorid, :name, :memoryMb, :vcpus, :rootGb,"
            + " :ephemeralGb, :swap, :rxtxFactor, :isPublic, :description, :now)")
    int add(
            String flavorid,
            String name,
            int memoryMb,
            int vcpus,
            int rootGb,
            int ephemeralGb,
            int swap,
            double rxtxFactor,
            boolean isPublic,
            @Nullable String description,
            Instant now);

    @Query("select * from flavors where flavorid = :flavorid")
    Optional<FlavorRow> find(String flavorid);

    @Query("select * from flavors where name = :name")
    Optional<FlavorRow> named(String name);

    @Query("select * from flavors order by flavorid")
    List<FlavorRow> all();

    @Query("update flavors set description = :description, updated_at = :now where id = :id")
    int describe(int id, @Nullable String description, Instant now);

    @Query("delete from flavors where id = :id")
    int remove(int id);
}
