package io.cellplane.proofs;

import io.cellplane.activities.cell.reports.ReportSettings;
import io.cellplane.bus.Bus;
import io.cellplane.bus.InProcessBus;
import io.cellplane.cellworker.CellWorker;
import io.cellplane.conductor.Conductor;
import io.cellplane.contracts.Patience;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.Schema;
import io.cellplane.db.Secrets;
import io.cellplane.db.api.ApiDatabase;
import io.cellplane.db.audit.Audit;
import io.cellplane.db.audit.Finding;
import io.cellplane.db.audit.HeldPort;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.embedded.EmbeddedTemporal;
import io.cellplane.embedded.SharedMariaDb;
import io.cellplane.embedded.TemporalOptions;
import io.cellplane.operations.SearchKeys;
import io.cellplane.operations.temporal.Temporal;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.SearchAttributeKey;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.awaitility.Awaitility;

/** A cloud of two cells with its real parts in one JVM: two equal hosts in the first, one that is chosen last in the second. */
final class World implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(30);

    final Patience patience = Patience.hasty();
    final Faults faults = new Faults();
    final Secrets secrets = new Secrets(new byte[32]);
    final ApiDatabase api;
    final CellDatabases cells;
    final Services services;
    final Map<String, InProcessBus> buses = Map.of("cell1", new InProcessBus(), "cell2", new InProcessBus());
    final Map<String, TestHost> hosts = new TreeMap<>();
    final Deque<AutoCloseable> parts = new ArrayDeque<>();
    final Path folder;
    private final List<String> told = new ArrayList<>();
    private EmbeddedTemporal server;
    private Temporal temporal;

    World(Path folder) {
        this.folder = folder;
        DatabaseSettings control = fresh("proofs_api", Schema.API);
        api = add(ApiDatabase.open(control, Clock.systemUTC()));
        for (String cell : List.of("cell0", "cell1", "cell2")) {
            DatabaseSettings settings = fresh("proofs_" + cell, Schema.CELL);
            api.cells()
                    .put(
                            cell,
                            UUID.randomUUID(),
                            settings.url(),
                            settings.user(),
                            secrets.encrypt(settings.password()),
                            null,
                            Instant.now());
        }
        cells = add(new CellDatabases(api, secrets, patience.showWait()));
        try {
            services = add(new Services(folder.resolve("services")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server = startTemporal();
        temporal = connect();
        startWorkers();
        host("cell1", "host1", 65536);
        host("cell1", "host2", 65536);
        host("cell2", "host3", 32768);
        Awaitility.await().atMost(SOON).until(() -> api.providers().all().size() == hosts.size());
    }

    private static DatabaseSettings fresh(String name, Schema schema) {
        SharedMariaDb.TestDatabase database = SharedMariaDb.freshDatabase(name);
        DatabaseSettings settings =
                new DatabaseSettings(database.url().replaceAll("\\?.*", ""), database.user(), database.password());
        schema.migrate(settings);
        return settings;
    }

    private void host(String cell, String name, int memoryMb) {
        hosts.put(name, add(new TestHost(cell, name, folder.resolve(name), bus(cell), memoryMb, patience)));
    }

    InProcessBus bus(String cell) {
        return buses.getOrDefault(cell, new InProcessBus());
    }

    private EmbeddedTemporal startTemporal() {
        List<String> keywords =
                SearchKeys.ALL.stream().map(SearchAttributeKey::getName).toList();
        return add(EmbeddedTemporal.start(
                TemporalOptions.in(folder.resolve("temporal"), keywords).inMemory(), progress -> {}));
    }

    private Temporal connect() {
        return add(new Temporal(server.choice().address(), "default", "proofs", patience, 3, List.of(faults)));
    }

    private void startWorkers() {
        Map<String, Optional<Bus>> connections = new HashMap<>();
        connections.put("cell0", Optional.empty());
        buses.forEach((cell, bus) -> connections.put(cell, Optional.of(add(bus.connect("relay")))));
        add(new CellWorker(api, cells, connections, secrets, temporal, patience, ReportSettings.standard()))
                .start();
        add(new Conductor(api, cells, services.networks(), temporal, patience)).start();
    }

    Temporal temporal() {
        return temporal;
    }

    /** All histories are gone; an empty Temporal and new workers take their place. */
    void loseTemporal() {
        server.close();
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
        List<HeldPort> ports = services.networks().marked().stream()
                .map(port -> new HeldPort(port.id(), UUID.fromString(port.deviceId())))
                .toList();
        List<String> wrongs = new ArrayList<>(
                Audit.run(api, cells, ports).stream().map(Finding::toString).toList());
        Map<UUID, String> due = new TreeMap<>();
        for (String cell : cells.names()) {
            for (ServerRow row : cells.steps(cell).servers().live()) {
                if (row.host() != null) {
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

    /** What is wrong and has not been told before: one finding fails one test, not all that follow. */
    List<String> newWrongs() {
        List<String> fresh = new ArrayList<>(wrongs());
        fresh.removeAll(told);
        told.addAll(fresh);
        return fresh;
    }

    /** The last things that happened in a workflow, for a person who wonders why it stands still. */
    String last(String workflow) {
        try {
            List<HistoryEvent> events = temporal.client().fetchHistory(workflow).getEvents();
            List<String> last = new ArrayList<>();
            events.subList(Math.max(0, events.size() - 5), events.size())
                    .forEach(event -> last.add(event.getEventType()
                            + event.getWorkflowTaskFailedEventAttributes()
                                    .getFailure()
                                    .getMessage()));
            return last.toString();
        } catch (RuntimeException e) {
            return "no history";
        }
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
