package io.cellplane.db.control;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code allocations}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface AllocationRows extends GenericRepository<AllocationRow, UUID> {

    void saveAll(List<AllocationRow> rows);

    /** Without what its debts hold. */
    @Query("select * from allocations where server = :server and consumer_type <> 'debt'")
    List<AllocationRow> ofServer(UUID server);

    /** However many there are: for tests of small clouds. */
    @Query("select * from allocations")
    List<AllocationRow> all();

    /** The servers of a range of ids for which something is held, in their order. */
    @Query("select distinct server from allocations where server > :after and server <= :to order by server"
            + " limit :most")
    List<UUID> serversIn(String after, String to, int most);

    /** What is held for the servers up to that one, after a row: in the order of server, consumer, provider, class. */
    @Query("select * from allocations force index (ix_allocations_server) where server >= :server and server <= :to"
            + " and (server > :server or consumer > :consumer or consumer = :consumer"
            + " and (provider > :provider or provider = :provider and resource_class > :resourceClass))"
            + " order by server, consumer, provider, resource_class limit :most")
    List<AllocationRow> after(
            String server, String consumer, String provider, String resourceClass, String to, int most);

    @Query("select provider, count(distinct server) as servers from allocations group by provider")
    List<ProviderLoadRow> loads();

    @Query("select provider, count(distinct server) as servers from allocations where provider = :provider"
            + " group by provider")
    Optional<ProviderLoadRow> load(UUID provider);

    /** Where these servers hold something, as far as they are that project's. */
    @Query("select distinct a.provider from allocations a join instance_mappings m on m.uuid = a.server"
            + " where a.server in (:servers) and a.consumer_type <> 'debt' and m.project_id = :project")
    List<UUID> providersOf(List<UUID> servers, String project);

    @Query("delete from allocations where consumer = :consumer and provider = :provider")
    int release(UUID consumer, UUID provider);

    /** What a debt of the server holds is the debt's. */
    @Query("delete from allocations where server = :server and consumer_type <> 'debt'")
    int releaseAll(UUID server);

    /** What a consumer holds on a provider is another's from now on. */
    @Query("update allocations set consumer = :to, consumer_type = :type where consumer = :from"
            + " and provider = :provider")
    int hand(UUID from, UUID provider, UUID to, String type);

    @Query("delete from allocations where consumer = :consumer")
    int releaseOf(UUID consumer);

    @Query("select * from allocations where consumer = :consumer")
    List<AllocationRow> ofConsumer(UUID consumer);

    /** What is held there for the server is the debt's from now on. */
    @Query("update allocations set consumer = :debt, consumer_type = 'debt' where server = :server"
            + " and provider = :provider and consumer_type <> 'debt'")
    int owe(UUID server, UUID provider, UUID debt);
}
