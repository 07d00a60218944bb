package io.cellplane.proofs;

import com.fasterxml.jackson.core.type.TypeReference;
import io.cellplane.activities.cell.reports.ReportSettings;
import io.cellplane.bus.Bus;
import io.cellplane.bus.InProcessBus;
import io.cellplane.cellworker.CellWorker;
import io.cellplane.compute.agent.HostSettings;
import io.cellplane.conductor.Conductor;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.CellRegistry;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.Json;
import io.cellplane.db.Secrets;
import io.cellplane.db.audit.Audit;
import io.cellplane.db.audit.Finding;
import io.cellplane.db.audit.HeldPort;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.CellRow;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.testing.Commits;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.embedded.EmbeddedTemporal;
import io.cellplane.embedded.TemporalOptions;
import io.cellplane.temporal.client.Temporal;
import io.cellplane.temporal.client.TemporalSettings;
import io.cellplane.temporal.flow.SearchKeys;
import io.cellplane.testing.Sample;
import io.cellplane.testing.TcpDoor;
import io.temporal.common.SearchAttributeKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A cloud of two cells with its real parts in one JVM: two equal hosts in the first, one that is chosen last in the second. */
final class World implements AutoCloseable {
    /** The whole product has more at once, and hosts that are slow are asked ever less often. */
    static final Duration SOON = Duration.ofSeconds(Sample.isWhole() ? 300 : 90);

    final Patience patience;
    final Faults faults = new Faults();
    final TestControlLevel control;
    final Secrets secrets;
    final ApiDatabase api;
    final CellDatabases cells;
    final Services services;
    final Map<String, InProcessBus> buses = new TreeMap<>();
    final Map<String, TestHost> hosts = new ConcurrentSkipListMap<>();
    final Deque<AutoCloseable> parts = new ArrayDeque<>();
    final Path folder;
    private final Map<String, TcpDoor> doors = new HashMap<>();
    private final List<String> told = new ArrayList<>();
    private final List<String> names;
    private final Wires wires;
    private EmbeddedTemporal server;
    private Temporal temporal;
    private List<AutoCloseable> relay = List.of();
    private List<AutoCloseable> lost = List.of();
    private final Twins twins = add(new Twins(hosts));
    private @Nullable Conductor conductor;
    private Conductor.Slots slots = new Conductor.Slots(32, 16);

    /** What the cells' parts speak over. */
    interface Wires {
        /** @param user a host's name, or {@code relay} */
        Bus connect(String cell, String user);
    }

    World(Path folder) {
        this(folder, List.of("cell1", "cell2"), null, Patience.hasty());
        host("cell1", "host1", 65536);
        host("cell1", "host2", 65536);
        host("cell2", "host3", 32768);
        reported();
    }

    /** With a place within the first cell for each attempt of a move, and one in the second that is chosen last. */
    static World ofThreeHosts(Path folder) {
        World world = new World(folder, List.of("cell1", "cell2"), null, Patience.hasty());
        world.host("cell1", "host1", 65536);
        world.host("cell1", "host2", 65536);
        world.host("cell1", "host3", 65536);
        world.host("cell2", "host4", 32768);
        world.reported();
        return world;
    }

    /**
     * Without hosts yet.
     *
     * @param wires null for buses within this JVM
     */
    World(Path folder, List<String> names, @Nullable Wires wires, Patience patience) {
        this.folder = folder;
        this.names = names;
        this.patience = patience;
        names.forEach(cell -> buses.put(cell, new InProcessBus()));
        this.wires = wires == null
                ? (cell, user) -> Objects.requireNonNull(buses.get(cell)).connect(user)
                : wires;
        List<String> all = new ArrayList<>(List.of("cell0"));
        all.addAll(names);
        control = add(new TestControlLevel(
                "proofs", Clock.systemUTC(), patience.waits().show(), all, Commits::of));
        api = control.api;
        cells = control.cells;
        secrets = control.secrets;
        try {
            services = add(new Services(folder.resolve("services")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server = startTemporal();
        temporal = connect();
        startWorkers();
    }

    /** Returns when every host may be chosen. */
    void reported() {
        Awaitility.await("until every host may be chosen")
                .atMost(SOON)
                .until(() -> api.providers().all().size() == hosts.size()
                        && hosts.keySet().stream()
                                .allMatch(host -> api.hostStates()
                                        .find(host)
                                        .filter(HostStateRow::up)
                                        .isPresent())
                        && api.cells()
                                .silentSince(Instant.now().minus(CellRow.SILENT))
                                .isEmpty());
    }

    Twins twins() {
        return twins;
    }

    void host(String cell, String name, int memoryMb) {
        Path storage = folder.resolve("storage").resolve(cell);
        HostSettings settings = new HostSettings(name, cell, folder.resolve(name));
        host(settings, storage, memoryMb);
    }

    void host(HostSettings settings, Path storage, int memoryMb) {
        String name = settings.host();
        Supplier<Bus> bus = () -> wires.connect(settings.cell(), name);
        hosts.put(name, add(new TestHost(settings, storage, bus, memoryMb, patience)));
    }

    TestHost host(String name) {
        return Objects.requireNonNull(hosts.get(name));
    }

    /** As an operator forces a host down, or takes that back. */
    void fence(String host, boolean fenced) {
        if (fenced) {
            twins.excuse(host);
        }
        UUID service = api.hostStates().find(host).orElseThrow().serviceUuid();
        api.hostStates().forceDown(service, fenced, "a test", Accepted.now());
    }

    /** From now on everybody reaches the cell's database through it. */
    TcpDoor door(String cell) {
        return doors.computeIfAbsent(cell, this::putDoor);
    }

    private TcpDoor putDoor(String cell) {
        DatabaseSettings real =
                new CellRegistry(api, secrets).settings(api.cells().find(cell).orElseThrow());
        int port = URI.create(real.url().substring("jdbc:".length())).getPort();
        TcpDoor door = add(new TcpDoor(port, TcpDoor.State.OPEN));
        String through = real.url().replace(":" + port + "/", ":" + door.port() + "/");
        control.register(cell, new DatabaseSettings(through, real.user(), real.password()));
        Awaitility.await("until the registry is read again")
                .atMost(SOON)
                .until(() -> cells.of(cell).database().settings().url().equals(through));
        return door;
    }

    /** What waits for an answer of its database is told at once that there will be none; then it answers. */
    void reopen(String cell) {
        door(cell).set(TcpDoor.State.SHUT);
        door(cell).set(TcpDoor.State.OPEN);
        Awaitility.await("until " + cell + " answers")
                .atMost(SOON)
                .ignoreExceptions()
                .until(() -> {
                    cells.probe(cell);
                    return !cells.isAway(cell);
                });
    }

    private EmbeddedTemporal startTemporal() {
        List<String> keywords =
                SearchKeys.ALL.stream().map(SearchAttributeKey::getName).toList();
        return add(EmbeddedTemporal.start(
                TemporalOptions.in(folder.resolve("temporal"), keywords).inMemory(), progress -> {}));
    }

    private Temporal connect() {
        return add(new Temporal(
                TemporalSettings.plain(server.choice().address(), "default"), "proofs", 3, List.of(faults)));
    }

    private void startWorkers() {
        startRelay();
        startConductor();
    }

    private void startConductor() {
        conductor = add(new Conductor(api, cells, services.clients(), secrets, temporal, patience, slots));
        conductor.start();
    }

    /**
     * Another conductor takes the place of the one, which does so much at once.
     *
     * @param meanwhile what happens while there is none
     */
    void conduct(Conductor.Slots next, Runnable meanwhile) {
        Objects.requireNonNull(conductor).close();
        meanwhile.run();
        slots = next;
        startConductor();
    }

    /** Another version of every workflow goes on with what the former has begun. */
    void deploy() {
        Conductor former = Objects.requireNonNull(conductor);
        former.close();
        faults.change();
        startConductor();
    }

    private void startRelay() {
        List<AutoCloseable> parts = new ArrayList<>();
        Map<String, Optional<Bus>> connections = new HashMap<>();
        connections.put("cell0", Optional.empty());
        names.forEach(cell -> {
            Bus bus = add(wires.connect(cell, "relay"));
            parts.add(bus);
            connections.put(cell, Optional.of(bus));
        });
        CellWorker worker =
                add(new CellWorker(api, cells, connections, secrets, temporal, patience, ReportSettings.standard()));
        parts.add(worker);
        relay = parts;
        worker.start();
    }

    /** Nothing that the relay asked for is answered to it any more; another takes its place. */
    void loseRelay() {
        List<AutoCloseable> former = relay;
        startRelay();
        Thread.startVirtualThread(() -> former.forEach(World::closeSafely));
    }

    Temporal temporal() {
        return temporal;
    }

    /**
     * All histories are gone; an empty Temporal and new workers take their place. What the former workers were at goes on; it
     * ends, at the latest, when that happens once more.
     */
    void loseTemporal() {
        List<AutoCloseable> over = lost;
        over.forEach(parts::remove);
        Thread.startVirtualThread(() -> over.forEach(World::closeSafely));
        lost = new ArrayList<>(relay);
        lost.add(Objects.requireNonNull(conductor));
        lost.add(temporal);
        server.close();
        parts.remove(server);
        server = startTemporal();
        temporal = connect();
        startWorkers();
    }

    <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    /** What is wrong: the audit's findings, and guests that are not those of the servers that live. */
    List<String> wrongs() {
        List<String> wrongs = new ArrayList<>(
                Audit.run(api, cells, ports()).stream().map(Finding::toString).toList());
        wrongs.addAll(twins.found());
        Map<UUID, String> due = new TreeMap<>();
        for (String cell : cells.names()) {
            for (ServerRow row : cells.of(cell).servers().live()) {
                if (row.host() != null && row.moveState() == null && isRead(row.uuid(), cell)) {
                    due.put(row.uuid(), row.host());
                }
            }
        }
        Map<UUID, String> running = new TreeMap<>();
        hosts.forEach((name, host) -> host.hypervisor().guests().keySet().forEach(guest -> {
            String other = running.put(guest, name);
            if (other != null) {
                wrongs.add("guest " + guest + " runs on " + other + " and on " + name);
            }
            if (!name.equals(due.get(guest))) {
                wrongs.add("guest " + guest + " runs on " + name + ", its record says " + due.get(guest));
            }
        }));
        due.keySet().removeAll(running.keySet());
        due.forEach((guest, host) -> wrongs.add("guest " + guest + " does not run on " + host));
        return wrongs;
    }

    /** Any other record there is the audit's matter: it is owed, or wrong. */
    private boolean isRead(UUID server, String cell) {
        return api.mappings().find(server).filter(at -> cell.equals(at.cell())).isPresent();
    }

    private List<HeldPort> ports() {
        List<HeldPort> held = new ArrayList<>();
        services.networks()
                .markedBeside(
                        servers -> servers,
                        (port, beside) -> held.add(HeldPort.of(port.id(), port.deviceId(), port.hostId(), beside)));
        return held;
    }

    /** The network cards that a server's record has. */
    List<BoundPort> cards(UUID server) {
        String cell = String.valueOf(api.mappings().find(server).orElseThrow().cell());
        return cells.of(cell)
                .infoCaches()
                .find(server)
                .map(row -> Json.read(row.networkInfo(), new TypeReference<List<BoundPort>>() {}))
                .orElse(List.of());
    }

    /** What was really done to a server's guest, host by host. */
    List<String> effects(UUID server) {
        return hosts.values().stream()
                .flatMap(host -> host.effects(server).stream())
                .toList();
    }

    /** What is wrong and has not been told before: one finding fails one test, not all that follow. */
    List<String> newWrongs() {
        List<String> fresh = new ArrayList<>(wrongs());
        fresh.removeAll(told);
        told.addAll(fresh);
        return fresh;
    }

    /** For a person who wonders why a workflow stands still. */
    String last(String workflow) {
        return LastEvents.of(temporal, workflow);
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            closeSafely(parts.pop());
        }
    }

    private static void closeSafely(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
