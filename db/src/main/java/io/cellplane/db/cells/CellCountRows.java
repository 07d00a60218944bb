package io.cellplane.db.cells;

import io.cellplane.db.control.CellRow;
import io.cellplane.db.control.CountRow;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** What there is of a cell at the control level, and how it goes. */
@JdbcRepository(dialect = Dialect.MYSQL)
interface CellCountRows extends GenericRepository<CellRow, String> {

    /**
     * All that keeps a cell from being deleted, in one view: hosts that are not retired, servers, operations that are open
     * and have a place or a copy there, debts.
     */
    @Query("select 'hosts' as first, '' as second, count(*) as `rows` from host_mappings m"
            + " left join host_states s on s.host = m.host where m.cell = :cell and s.retired_at is null"
            + " union all select 'servers', '', count(*) from instance_mappings where cell = :cell"
            + " and deleted_at is null"
            + " union all select 'open operations', '', count(*) from operations o where o.state <> 'closed'"
            + " and (exists (select 1 from operation_places p where p.operation = o.id and p.cell = :cell)"
            + " or exists (select 1 from instance_mappings m where m.uuid = o.server and m.cell = :cell)"
            + " or exists (select 1 from migrations g where g.server = o.server"
            + " and g.status not in ('confirmed', 'reverted', 'error')"
            + " and (g.source_cell = :cell or g.dest_cell = :cell)))"
            + " union all select 'debts', '', count(*) from debts d where d.cell = :cell"
            + " or exists (select 1 from instance_mappings m where m.uuid = d.server and m.cell = :cell)")
    List<CountRow> held(String cell);

    /** By state, and by whether they are disabled; without those that are retired. */
    @Query("select if(forced_down, 'forced_down', state) as first, if(disabled, 'disabled', 'enabled') as second,"
            + " count(*) as `rows` from host_states where cell = :cell and retired_at is null group by 1, 2")
    List<CountRow> hosts(String cell);

    /** By resource class, what is offered and what of it is used. */
    @Query("select i.resource_class as first, 'offered' as second,"
            + " cast(sum(floor((i.total - i.reserved) * i.allocation_ratio)) as signed) as `rows` from inventories i"
            + " join resource_providers p on p.uuid = i.provider"
            + " join host_states s on s.host = p.host and s.retired_at is null where p.cell = :cell"
            + " group by i.resource_class"
            + " union all select a.resource_class, 'used', cast(sum(a.used) as signed) from allocations a"
            + " join resource_providers p on p.uuid = a.provider where p.cell = :cell group by a.resource_class")
    List<CountRow> capacity(String cell);

    @Query("delete a from aggregate_hosts a join host_states s on s.host = a.host where s.cell = :cell")
    int leaveAggregates(String cell);

    @Query("delete i from inventories i join resource_providers p on p.uuid = i.provider where p.cell = :cell")
    int dropInventories(String cell);

    @Query("delete from resource_providers where cell = :cell")
    int dropProviders(String cell);

    @Query("delete from host_states where cell = :cell")
    int dropStates(String cell);

    @Query("delete from host_mappings where cell = :cell")
    int dropMappings(String cell);
}
