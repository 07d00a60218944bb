package io.cellplane.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.cells.CellLoad;
import io.cellplane.db.cells.Cells;
import io.cellplane.db.cells.Cells.Change;
import io.cellplane.db.cells.HostMoves;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.control.MappingRow;
import io.cellplane.db.control.ProviderRow;
import io.cellplane.db.lane.Removal;
import io.cellplane.db.lane.Retirement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;

/** What an operator does with cells and hosts while servers are on their way there. */
final class CellOperator implements AutoCloseable {
    private static final String WORD = "a word of it";
    private static final Set<Failure> IN_USE =
            Set.of(Failure.SERVICE_HOSTING, Failure.SERVICE_MOVING, Failure.SERVICE_OWES);

    private final World world;
    private final MovableBuses buses;
    private final Cells cells;
    private final Map<String, String> accounts = new HashMap<>();

    /** Gives each cell's database an account of its own, and its bus an address. */
    CellOperator(World world, MovableBuses buses) {
        this.world = world;
        this.buses = buses;
        this.cells = new Cells(world.api, world.cells, world.secrets);
        world.buses.keySet().forEach(cell -> {
            account(cell);
            cells.update(cell, new Change(null, null, null, buses.told(cell)));
        });
        buses.follow(world.cells);
    }

    void disable(String cell, boolean disabled) {
        cells.disable(cell, disabled);
    }

    /**
     * Another account, which everybody who works in the cell has taken up within a second; then the former one is dropped,
     * whoever still uses it.
     */
    void rotate(String cell) {
        String former = accounts.get(cell);
        account(cell);
        sql("drop user '" + former + "'@'%'");
        sql("kill user '" + former + "'");
    }

    private void account(String cell) {
        DatabaseSettings at = world.cells.of(cell).database().settings();
        String user = "proof_" + UUID.randomUUID().toString().substring(0, 8);
        String database = at.url().replaceAll(".*/([^/?]+)(\\?.*)?", "$1");
        sql("create user '" + user + "'@'%' identified by '" + WORD + "'");
        sql("grant all on " + database + ".* to '" + user + "'@'%'");
        accounts.put(cell, user);
        cells.update(cell, new Change(null, user, WORD, null));
        Awaitility.await("until the registry is read again")
                .atMost(World.SOON)
                .until(() -> world.cells.of(cell).database().settings().user().equals(user));
    }

    private void sql(String statement) {
        var _ = world.control.sql(statement);
    }

    /** Another server, of which the registry and the hosts are told; the former one ends at once, with all under way there. */
    void moveBus(String cell) {
        String former = buses.told(cell);
        cells.update(cell, new Change(null, null, null, buses.move(cell)));
        buses.end(former);
    }

    /** What a server has: where guests of it are, or are kept, or something is claimed for it; and where its records are. */
    private Stream<String> hostsOf(UUID server) {
        Map<UUID, String> hosts =
                world.api.providers().all().stream().collect(Collectors.toMap(ProviderRow::uuid, ProviderRow::host));
        Stream<String> claimed = world.api.allocations().all().stream()
                .filter(row -> row.server().equals(server))
                .map(row -> String.valueOf(hosts.get(row.provider())));
        return Stream.concat(
                claimed,
                world.hosts.keySet().stream()
                        .filter(host -> world.host(host).hypervisor().guests().containsKey(server)
                                || world.host(host).hypervisor().kept().stream()
                                        .anyMatch(kept -> kept.server().equals(server))));
    }

    private boolean hasRecord(UUID server, String cell) {
        return world.cells
                .of(cell)
                .servers()
                .find(server)
                .filter(row -> row.deletedAt() == null)
                .isPresent();
    }

    /** In which cells that something is. */
    Set<String> cellsOf(UUID server) {
        Set<String> cells = new TreeSet<>();
        hostsOf(server)
                .map(host -> world.api.hostStates().find(host).orElseThrow().cell())
                .forEach(cells::add);
        world.buses.keySet().stream().filter(cell -> hasRecord(server, cell)).forEach(cells::add);
        return cells;
    }

    /** Nothing that any of these servers has is deleted, retired or taken elsewhere, and the words say what is there. */
    void triesToDelete(Collection<UUID> servers) {
        Map<String, List<UUID>> there = new HashMap<>();
        Set<String> hosts = new TreeSet<>();
        for (UUID server : servers) {
            cellsOf(server)
                    .forEach(cell ->
                            there.computeIfAbsent(cell, _ -> new ArrayList<>()).add(server));
            hostsOf(server).forEach(hosts::add);
        }
        hosts.forEach(this::triesToDeleteHost);
        there.forEach(this::triesToDeleteCell);
    }

    private void triesToDeleteHost(String host) {
        assertThat(refused(() -> new Removal(world.api, world.cells).remove(host)))
                .as("of %s", host)
                .isIn(IN_USE);
        assertThat(refused(() -> new Retirement(world.api).retire(host, "a test")))
                .isEqualTo(Failure.HOST_IN_USE);
        HostStateRow state = world.api.hostStates().find(host).orElseThrow();
        String other = world.buses.keySet().stream()
                .filter(cell -> !cell.equals(state.cell()))
                .findFirst()
                .orElseThrow();
        assertThat(refused(() -> new HostMoves(world.api, world.cells).move(host, other)))
                .isEqualTo(Failure.HOST_NOT_EMPTY);
    }

    private void triesToDeleteCell(String cell, List<UUID> servers) {
        Map<String, Long> held = CellLoad.of(world.api, cell).held();
        assertThat(held)
                .as("of %s, where something is of %s", cell, servers)
                .satisfies(counts -> assertThat(count(counts, "servers"))
                        .isGreaterThanOrEqualTo(servers.stream()
                                .filter(server -> counts(server, cell))
                                .count()))
                .satisfies(counts -> assertThat(count(counts, "servers") + count(counts, "open operations"))
                        .isGreaterThanOrEqualTo(servers.size()));
        Refused refused = catchThrowableOfType(Refused.class, () -> cells.delete(cell));
        assertThat(refused).isNotNull();
        assertThat(refused.failure()).isEqualTo(Failure.CELL_IN_USE);
        assertThat(refused.getMessage())
                .startsWith("Cell " + cell + " cannot be deleted: there are ")
                .contains(" hosts, ", count(held, "open operations") + " open operations");
        assertThat(world.api.cells().find(cell)).isPresent();
    }

    private static long count(Map<String, Long> held, String what) {
        return held.getOrDefault(what, 0L);
    }

    /** Whether its record counts there. */
    private boolean counts(UUID server, String cell) {
        return world.api
                .mappings()
                .find(server)
                .map(MappingRow::cell)
                .filter(cell::equals)
                .isPresent();
    }

    private static Failure refused(ThrowingCallable deed) {
        Refused refused = catchThrowableOfType(Refused.class, deed);
        assertThat(refused).as("it was done").isNotNull();
        return refused.failure();
    }

    @Override
    public void close() {
        accounts.values().forEach(user -> sql("drop user '" + user + "'@'%'"));
    }
}
