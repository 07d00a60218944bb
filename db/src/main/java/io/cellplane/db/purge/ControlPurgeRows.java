package io.cellplane.db.purge;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What of the API database is over, and how it goes. */
@JdbcRepository(dialect = Dialect.MYSQL)
interface ControlPurgeRows extends GenericRepository<OverRow, UUID> {

    /** Closed, and no debt still needs its fence. */
    @Query("select o.id as id from operations o where o.state = 'closed' and o.updated_at < :before"
            + " and not exists (select 1 from debts d where d.operation = o.id) order by o.updated_at limit :most")
    List<OverRow> operations(Instant before, int most);

    @Query("delete from steps where operation in (:operations)")
    int steps(List<UUID> operations);

    @Query("delete from operation_places where operation in (:operations)")
    int places(List<UUID> operations);

    @Query("delete from operation_data where operation in (:operations)")
    int data(List<UUID> operations);

    @Query("delete from migrations where uuid in (:operations)")
    int migrations(List<UUID> operations);

    @Query("delete from operations where id in (:operations) and state = 'closed'")
    int close(List<UUID> operations);

    /** Of these, those that are still known. */
    @Query("select id from operations where id in (:operations)"
            + " union select operation as id from debts where operation in (:operations)")
    List<OverRow> known(List<UUID> operations);

    /** Deleted, with nothing left to do or to be rid of. */
    @Query("select m.uuid as id from instance_mappings m where m.deleted_at < :before"
            + " and not exists (select 1 from debts d where d.server = m.uuid)"
            + " and not exists (select 1 from operations o where o.server = m.uuid and o.state <> 'closed')"
            + " order by m.deleted_at limit :most")
    List<OverRow> servers(Instant before, int most);

    /** The same of one cell, however young. */
    @Query("select m.uuid as id from instance_mappings m where m.cell = :cell and m.deleted_at is not null"
            + " and not exists (select 1 from debts d where d.server = m.uuid)"
            + " and not exists (select 1 from operations o where o.server = m.uuid and o.state <> 'closed')"
            + " limit :most")
    List<OverRow> serversOf(String cell, int most);

    @Query("delete from request_specs where uuid in (:servers)")
    int specs(List<UUID> servers);

    @Query("delete from build_requests where uuid in (:servers)")
    int buildRequests(List<UUID> servers);

    @Query("delete from lanes where server in (:servers)")
    int lanes(List<UUID> servers);

    @Query("delete from ec2_ids where name in (:servers)")
    int ec2Ids(List<UUID> servers);

    @Query("delete from instance_mappings where uuid in (:servers)")
    int mappings(List<UUID> servers);
}
