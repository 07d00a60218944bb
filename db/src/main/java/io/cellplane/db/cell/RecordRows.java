package io.cellplane.db.cell;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** What a cell says of its servers: {@code instances} with what hangs from each. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface RecordRows extends GenericRepository<RecordRow, UUID> {

    /** Those that are not deleted, on the move or not, of a range of ids, in their order. */
    @Query("select i.uuid, i.generation, i.move_state, i.vm_state, i.task_state, i.host, x.flavor, c.network_info"
            + " from instances i force index (uk_instances_uuid)"
            + " left join instance_extra x on x.instance_uuid = i.uuid"
            + " left join instance_info_caches c on c.instance_uuid = i.uuid"
            + " where i.uuid > :after and i.uuid <= :to and i.deleted = false order by i.uuid limit :most")
    List<RecordRow> liveIn(String after, String to, int most);
}
