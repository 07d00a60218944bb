package io.cellplane.db.cells;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** What a self-check compares. */
@JdbcRepository(dialect = Dialect.MYSQL)
interface HostPlaceRows extends GenericRepository<HostPlaceRow, String> {

    /** Hosts that any table has in the cell, without those that are retired. */
    @Query("select m.host, m.cell, m.host_uuid, s.cell as state_cell, p.uuid as provider, p.cell as provider_cell"
            + " from host_mappings m left join host_states s on s.host = m.host"
            + " left join resource_providers p on p.host = m.host"
            + " where (m.cell = :cell or s.cell = :cell or p.cell = :cell) and s.retired_at is null order by m.host")
    List<HostPlaceRow> in(String cell);

    /** Names of cells that hosts or servers are said to be in, and that are not in the registry. */
    @Query("select distinct cell from instance_mappings where cell is not null and deleted_at is null"
            + " and cell not in (select name from cell_mappings)"
            + " union select distinct cell from host_mappings where cell not in (select name from cell_mappings)")
    List<String> unknownCells();
}
